import { describe, expect, it } from 'vitest'

import { isCutOff, nameOf, standingOf } from '../../../web/src/sync/accountWords.ts'

describe('an account at a vendor', () => {
  it('is told in words and in a tone, with what to do where something is to be done', () => {
    expect(standingOf({ state: 'ok', refusal: null })).toMatchObject({
      tone: 'good',
      word: 'Connected',
      whatToDo: null,
    })
    const anew = 'Let its owner authorize the app anew'
    expect(standingOf({ state: 'expiring', refusal: null })).toMatchObject({
      tone: 'warn',
      word: 'Ends soon',
      whatToDo: anew,
    })
    expect(standingOf({ state: 'expired', refusal: null })).toMatchObject({
      tone: 'bad',
      word: 'Ended',
      whatToDo: anew,
    })
    expect(standingOf({ state: 'revoked', refusal: 'revoked' })).toMatchObject({
      tone: 'bad',
      word: 'Ended',
      whatToDo: anew,
    })
    expect(standingOf({ state: 'unconnected', refusal: null })).toMatchObject({ tone: 'bad', word: 'Not connected' })
  })

  it('says why it has ended, or will', () => {
    expect(standingOf({ state: 'expiring', refusal: 'refused' }).why).toContain('The vendor does not renew it.')
    expect(standingOf({ state: 'expired', refusal: 'lost' }).why).toContain('its answer is lost')
    expect(standingOf({ state: 'revoked', refusal: 'revoked' }).why).toContain('Its owner took the authorization back')
  })

  it('is cut off where nothing can be copied from it', () => {
    const states = ['ok', 'expiring', 'expired', 'revoked', 'unconnected'] as const
    expect(states.filter((state) => isCutOff({ state, refusal: null }))).toEqual(['expired', 'revoked', 'unconnected'])
  })

  it('goes by its name, or by its id where that is not known', () => {
    expect(nameOf({ name: 'Lakeside Supply', account: '7495' })).toBe('Lakeside Supply')
    expect(nameOf({ name: null, account: '7495' })).toBe('The account 7495')
  })
})
