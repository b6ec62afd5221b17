import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { instantFromMs, shift } from '../../../functions/src/lib/instant.ts'
import { cronEvery } from '../../../functions/src/lib/scheduler/cron.ts'
import type { Span } from '../../../functions/src/model/state.ts'
import { changesPerRun, decideSchedule, type ScheduleQuestion } from '../../../functions/src/sync/schedule/decide.ts'
import { parseQuietHours } from '../../../functions/src/sync/schedule/quietHours.ts'
import { adaptiveIntervals, type AdaptiveSettings } from '../../../functions/src/sync/schedule/settings.ts'

const minuteMs = 60_000
const noon = instantFromMs(Date.parse('2026-11-20T12:00:00Z'))
const wide: AdaptiveSettings = { floorMinutes: 1, ceilingMinutes: 60, quietHours: null }

/** One hour that ends at noon, with so many changes. */
function anHourOf(changes: number): Span[] {
  return [{ from: shift(noon, -60 * minuteMs), until: noon, runs: 4, changes }]
}

function decide(question: Partial<ScheduleQuestion> = {}): ReturnType<typeof decideSchedule> {
  return decideSchedule({ settings: wide, presentMinutes: 15, timeZone: 'UTC', now: noon, activity: [], ...question })
}

const settings: fc.Arbitrary<AdaptiveSettings> = fc
  .tuple(fc.constantFrom(...adaptiveIntervals), fc.constantFrom(...adaptiveIntervals))
  .map(([a, b]) => ({ floorMinutes: Math.min(a, b), ceilingMinutes: Math.max(a, b), quietHours: null }))
const quiet = fc
  .tuple(fc.nat(1_439), fc.nat(1_439))
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => ({ from, to, text: 'some hours' }))
const spans: fc.Arbitrary<Span[]> = fc
  .array(fc.record({ minutes: fc.nat(600), changes: fc.nat(5_000), gap: fc.nat(30) }), { maxLength: 13 })
  .map((parts) => {
    let until = shift(noon, -minuteMs)
    return parts.map(({ minutes, changes, gap }) => {
      const span = { from: shift(until, -minutes * minuteMs), until, runs: 1, changes }
      until = shift(span.from, -gap * minuteMs)
      return span
    })
  })
  .map((newestFirst) => newestFirst.toReversed())

describe('the interval', () => {
  it('lies within its bounds and is one that cron keeps evenly, whatever the runs were', () => {
    fc.assert(
      fc.property(
        settings,
        fc.option(quiet),
        fc.array(spans, { maxLength: 3 }),
        fc.integer({ min: 1, max: 1_440 }),
        fc.nat(300),
        (range, quietHours, activity, presentMinutes, later) => {
          const { everyMinutes, reason } = decide({
            settings: { ...range, quietHours },
            activity,
            presentMinutes,
            now: shift(noon, later * minuteMs),
          })
          expect(everyMinutes).toBeGreaterThanOrEqual(range.floorMinutes)
          expect(everyMinutes).toBeLessThanOrEqual(range.ceilingMinutes)
          expect(cronEvery(everyMinutes)).toBeDefined()
          expect(reason).not.toMatch(/NaN|Infinity|undefined/)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('is the same when it is asked for again', () => {
    fc.assert(
      fc.property(settings, fc.array(spans, { maxLength: 3 }), (range, activity) => {
        const once = decide({ settings: range, activity })
        expect(decide({ settings: range, activity, presentMinutes: once.everyMinutes })).toMatchObject({
          everyMinutes: once.everyMinutes,
        })
      }),
      { numRuns: 1_000 },
    )
  })

  it('is never the longer for more changes', () => {
    fc.assert(
      fc.property(settings, fc.constantFrom(...adaptiveIntervals), fc.nat(5_000), fc.nat(5_000), (range, now, a, b) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)].map(
          (changes) => decide({ settings: range, presentMinutes: now, activity: [anHourOf(changes)] }).everyMinutes,
        )
        expect(many).toBeLessThanOrEqual(few ?? 0)
      }),
    )
  })

  it('does not come back to one that it left while the rate stays within a factor of two', () => {
    const least = fc.integer({ min: 1, max: 1_500 })
    const walk = least.chain((from) => fc.array(fc.integer({ min: from, max: 2 * from }), { maxLength: 60 }))
    fc.assert(
      fc.property(settings, fc.constantFrom(...adaptiveIntervals), walk, (range, start, rates) => {
        const left = new Set<number>()
        let present = start
        for (const changes of rates) {
          const { everyMinutes } = decide({ settings: range, presentMinutes: present, activity: [anHourOf(changes)] })
          expect([...left]).not.toContain(everyMinutes)
          if (everyMinutes !== present) left.add(present)
          present = everyMinutes
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    [0, 60],
    [9, 60],
    [30, 20],
    [40, 15],
    [60, 10],
    [200, 3],
    [700, 1],
    [100_000, 1],
  ])('from an hour and from %i changes an hour is %i minutes', (changes, everyMinutes) => {
    expect(decide({ activity: [anHourOf(changes)], presentMinutes: 60 }).everyMinutes).toBe(everyMinutes)
  })

  it('stays where a run finds about as many as it is to', () => {
    expect(decide({ activity: [anHourOf(4 * changesPerRun)] })).toEqual({
      everyMinutes: 15,
      reason: 'about 40 changes an hour, 10 in 15 minutes: a run is to find about 10, which is near enough',
    })
  })

  it('says so at the floor and at the ceiling', () => {
    const range = { ...wide, floorMinutes: 5, ceilingMinutes: 30 }
    const atFloor = decide({ settings: range, presentMinutes: 5, activity: [anHourOf(6_000)] })
    expect(atFloor.reason).toBe(
      'about 6000 changes an hour, 500 in 5 minutes: a run is to find about 10, and this is the floor',
    )
    const atCeiling = decide({ settings: range, presentMinutes: 30, activity: [anHourOf(0)] })
    expect(atCeiling.reason).toContain('and this is the ceiling')
  })

  it('follows the sum of what the job syncs', () => {
    expect(decide({ activity: [anHourOf(100), anHourOf(100)] })).toEqual(decide({ activity: [anHourOf(200)] }))
  })
})

describe('runs that are missing or failed', () => {
  it('change nothing where none was ever there, or none lately', () => {
    const busy = anHourOf(5_000)
    for (const [activity, now] of [
      [[], noon],
      [[[]], noon],
      [[busy], shift(noon, 121 * minuteMs)],
    ] as const) {
      expect(decide({ activity, now })).toEqual({
        everyMinutes: 15,
        reason: 'no run has succeeded in the last two hours: it stays',
      })
    }
    expect(decide({ activity: [busy], now: shift(noon, 119 * minuteMs) }).everyMinutes).toBe(1)
  })

  it('are none of the others’ business', () => {
    const stale = anHourOf(5_000).map((one) => ({ ...one, from: shift(one.from, -1e7), until: shift(one.until, -1e7) }))
    expect(decide({ activity: [stale, anHourOf(40)] }).everyMinutes).toBe(15)
  })

  it('never make it shorter: the changes they left are found by the next, which counts for the whole time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 500 }), (missed, perRun) => {
        const whole = [...Array(missed + 1).keys()].map((run) => ({
          from: shift(noon, -(run + 1) * 15 * minuteMs),
          until: shift(noon, -run * 15 * minuteMs),
          runs: 1,
          changes: perRun,
        }))
        const [first, last] = [whole.at(-1), whole[0]]
        if (first === undefined || last === undefined) throw new Error('There is at least one.')
        const late = [{ from: first.from, until: last.until, runs: 1, changes: perRun * (missed + 1) }]
        expect(decide({ activity: [late] })).toEqual(decide({ activity: [whole.toReversed()] }))
      }),
    )
  })

  it.each([
    [2, 15],
    [0, 15],
    [50, 2],
  ])('leave a first run that covers seconds without a rush or a rest: %i changes, %i minutes', (changes, expected) => {
    const seconds = [{ from: shift(noon, -2_000), until: noon, runs: 1, changes }]
    expect(decide({ activity: [seconds] }).everyMinutes).toBe(expected)
  })

  it('say so while little is known', () => {
    const seconds = [{ from: shift(noon, -60_000), until: noon, runs: 1, changes: 7 }]
    expect(decide({ activity: [seconds], presentMinutes: 1 })).toEqual({
      everyMinutes: 1,
      reason: 'about 42 changes an hour, 0.7 in 1 minute at least, but little is known yet: it stays',
    })
  })
})

describe('a job whose interval is none of those', () => {
  it.each([
    [7, 6],
    [45, 30],
    [1_440, 30],
    [1, 5],
  ])('every %i minutes comes within the bounds: %i', (presentMinutes, everyMinutes) => {
    const range = { floorMinutes: 5, ceilingMinutes: 30, quietHours: null }
    expect(decide({ settings: range, presentMinutes }).everyMinutes).toBe(everyMinutes)
  })
})

describe('quiet hours', () => {
  const quietHours = parseQuietHours('22:00-06:00')
  const range = { ...wide, floorMinutes: 5, quietHours }

  it('have the ceiling, however much changes', () => {
    const now = instantFromMs(Date.parse('2026-11-20T21:30:00Z'))
    const activity = [anHourOf(5_000).map((one) => ({ ...one, until: now, from: shift(now, -60 * minuteMs) }))]
    expect(decide({ settings: range, now, activity, timeZone: 'Europe/Berlin' })).toEqual({
      everyMinutes: 60,
      reason: 'quiet hours, 22:00-06:00 Europe/Berlin: the ceiling',
    })
    expect(decide({ settings: range, now, activity, timeZone: 'UTC' }).everyMinutes).toBe(5)
  })
})
