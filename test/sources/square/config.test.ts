import { describe, expect, it } from 'vitest'

import { SettingError } from '../../../functions/src/lib/errors.ts'
import { readConfig } from '../../../functions/src/config.ts'

const squareOf = (texts: Record<string, string>) => readConfig(texts).square

describe('the settings of Square', () => {
  it('are off where neither a merchant nor an app is named', () => {
    expect(squareOf({})).toBeNull()
  })

  it('name one merchant for an access token, and several for an app', () => {
    expect(squareOf({ SQUARE_MERCHANTS: 'ML1' })).toEqual({
      merchants: ['ML1'],
      appId: null,
      apiUrl: 'https://connect.squareup.com',
      callsAtOnce: 5,
      statusMap: {},
      webhookUrl: null,
    })
    expect(squareOf({ SQUARE_MERCHANTS: 'ML1, ML2', SQUARE_APP_ID: 'sq0idp-abc' })).toMatchObject({
      merchants: ['ML1', 'ML2'],
      appId: 'sq0idp-abc',
    })
    // Nobody is connected yet.
    expect(squareOf({ SQUARE_APP_ID: 'sq0idp-abc' })).toMatchObject({ merchants: [] })
  })

  it.each([
    [{ SQUARE_MERCHANTS: 'ML1,ML2' }, 'SQUARE_MERCHANTS', 'SQUARE_APP_ID'],
    [{ SQUARE_MERCHANTS: 'ML/1' }, 'SQUARE_MERCHANTS', 'ids of merchants'],
    [{ SQUARE_APP_ID: 'a b' }, 'SQUARE_APP_ID', 'Developer Console'],
    [{ SQUARE_MERCHANTS: 'ML1', SQUARE_API_URL: 'connect' }, 'SQUARE_API_URL', 'address'],
    [{ SQUARE_MERCHANTS: 'ML1', SQUARE_WEBHOOK_URL: 'here' }, 'SQUARE_WEBHOOK_URL', 'address'],
    [{ SQUARE_MERCHANTS: 'ML1', SQUARE_CALLS_AT_ONCE: '0' }, 'SQUARE_CALLS_AT_ONCE', 'whole number'],
    [{ SQUARE_MERCHANTS: 'ML1', SQUARE_STATUS_MAP: '{"PARKED":"parked"}' }, 'SQUARE_STATUS_MAP', 'Invalid option'],
  ])('%j are refused by the param to correct', (texts, param, word) => {
    expect(() => squareOf(texts)).toThrow(SettingError)
    expect(() => squareOf(texts)).toThrow(new RegExp(`^${param}: `))
    expect(() => squareOf(texts)).toThrow(word)
  })
})
