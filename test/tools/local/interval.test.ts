import { describe, expect, it } from 'vitest'

import { UsageError } from '../../../cli/commandLine.ts'
import { nextTick, parseInterval } from '../../../tools/local/interval.ts'

describe('parseInterval', () => {
  it.each([
    ['30s', 30_000],
    ['5m', 300_000],
    ['15m', 900_000],
    ['24h', 86_400_000],
  ])('reads %s', (text, ms) => {
    expect(parseInterval('--every', text)).toEqual({ text, ms })
  })

  it.each(['', '30', 's', '1.5m', '-5m', '5 m', '5M', '4s', '0s', '25h', '999999h', '5m30s'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseInterval('--every', text)).toThrow(UsageError)
      expect(() => parseInterval('--every', text)).toThrow('--every must be')
    },
  )
})

describe('nextTick', () => {
  it('is the next multiple, never now', () => {
    const noon = Date.UTC(2026, 10, 20, 12)
    expect(nextTick(noon, 900_000)).toBe(noon + 900_000)
    expect(nextTick(noon + 1, 900_000)).toBe(noon + 900_000)
    expect(nextTick(noon - 1, 900_000)).toBe(noon)
  })
})
