import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { isQuiet, parseQuietHours, type QuietHours } from '../../../functions/src/sync/schedule/quietHours.ts'

const minuteMs = 60_000

function hours(text: string): QuietHours {
  const parsed = parseQuietHours(text)
  if (parsed === null) throw new Error(`${text} are no hours.`)
  return parsed
}

/** How many of the minutes from `start` on are quiet. */
function quietMinutes(quiet: QuietHours, timeZone: string, start: string, minutes: number): number {
  const from = Date.parse(start)
  const each = Array.from({ length: minutes }, (_, minute) => instantFromMs(from + minute * minuteMs))
  return each.filter((now) => isQuiet(quiet, now, timeZone)).length
}

describe('quiet hours', () => {
  it.each([
    ['2026-11-20T20:59:59Z', false],
    ['2026-11-20T21:00:00Z', true],
    ['2026-11-20T23:00:00Z', true],
    ['2026-11-21T04:59:59Z', true],
    ['2026-11-21T05:00:00Z', false],
    ['2026-11-21T12:00:00Z', false],
  ])('from 22:00 to 06:00 in Berlin at %s: %s', (now, expected) => {
    expect(isQuiet(hours('22:00-06:00'), instantFromMs(Date.parse(now)), 'Europe/Berlin')).toBe(expected)
  })

  it('may lie within a day', () => {
    const siesta = hours('13:00-15:30')
    expect(quietMinutes(siesta, 'Europe/Madrid', '2026-06-01T00:00:00Z', 1_440)).toBe(150)
    expect(isQuiet(siesta, instantFromMs(Date.parse('2026-06-01T11:00:00Z')), 'Europe/Madrid')).toBe(true)
  })

  it.each([
    ['an ordinary one', '2026-11-20T12:00:00Z', 480],
    ['the one in which clocks are put forward', '2026-03-28T12:00:00Z', 420],
    ['the one in which they are put back', '2026-10-24T12:00:00Z', 540],
  ])('of a night go by the clock on the wall: %s', (_night, start, minutes) => {
    expect(quietMinutes(hours('22:00-06:00'), 'Europe/Berlin', start, 1_440)).toBe(minutes)
  })

  it('that begin or end in the hour that is left out, or comes twice, are read off the wall all the same', () => {
    expect(quietMinutes(hours('02:30-03:30'), 'Europe/Berlin', '2026-03-29T00:00:00Z', 180)).toBe(30)
    expect(quietMinutes(hours('02:00-03:00'), 'Europe/Berlin', '2026-10-24T23:00:00Z', 180)).toBe(120)
  })

  it('are what the wall says, anywhere and at any time', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia']
    const times = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2035-01-01') })
    fc.assert(
      fc.property(times, fc.constantFrom(...zones), fc.nat(1_439), fc.nat(1_439), (ms, timeZone, from, to) => {
        if (from === to) return
        const wall = new Date(ms).toLocaleTimeString('sv-SE', { timeZone }).split(':').map(Number)
        const minute = (wall[0] ?? 0) * 60 + (wall[1] ?? 0)
        // As many steps round the clock from the beginning as lie before the end.
        const isWithin = (minute - from + 1_440) % 1_440 < (to - from + 1_440) % 1_440
        expect(isQuiet({ from, to, text: '' }, instantFromMs(ms), timeZone)).toBe(isWithin)
      }),
      { numRuns: 1_000 },
    )
  })

  it.each(['', '22-6', '24:00-06:00', '22:00-06:60', '22:00', '22:00-22:00', ' 22:00-06:00', '22:00–06:00'])(
    'are not %j',
    (text) => expect(parseQuietHours(text)).toBeNull(),
  )
})
