import { describe, expect, it } from 'vitest'

import { instantFromParts, shift } from '../../functions/src/lib/instant.ts'
import { freshnessOf } from '../../functions/src/model/freshness.ts'

const bound = instantFromParts(1_767_225_600, 999_999_999)

describe('freshness', () => {
  it('is unknown before the first run', () => {
    expect(freshnessOf(null, null, bound)).toEqual({ asOf: null, lagSeconds: null, liveAsOf: null })
  })

  it('never claims a later moment than the bound', () => {
    expect(freshnessOf(bound, null, bound)).toMatchObject({ asOf: '2026-01-01T00:00:00.999Z', lagSeconds: 0 })
  })

  it.each([
    [499, 0],
    [500, 1],
    [90_000, 90],
    [86_400_000, 86_400],
  ])('lags by %i ms: %i s', (ms, seconds) => {
    expect(freshnessOf(bound, null, shift(bound, ms)).lagSeconds).toBe(seconds)
  })

  it('does not lag by less than nothing where a reader is behind the bound', () => {
    expect(freshnessOf(bound, null, shift(bound, -5_000)).lagSeconds).toBe(0)
  })

  it('says beside it how far reports were read, and lags by the bound all the same', () => {
    expect(freshnessOf(bound, shift(bound, 60_000), shift(bound, 90_000))).toEqual({
      asOf: '2026-01-01T00:00:00.999Z',
      lagSeconds: 90,
      liveAsOf: '2026-01-01T00:01:00.999Z',
    })
  })
})
