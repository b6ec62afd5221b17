import { describe, expect, it } from 'vitest'

import { SettingError } from '../../../functions/src/lib/errors.ts'
import { initialState } from '../../../functions/src/model/state.ts'
import { intervalInForce } from '../../../functions/src/sync/schedule/inForce.ts'
import { adaptiveIntervals, readAdaptiveSettings } from '../../../functions/src/sync/schedule/settings.ts'

describe('the params of an adaptive schedule', () => {
  it('are off when they are empty, and without quiet hours unless they name some', () => {
    expect(readAdaptiveSettings('', '')).toBeNull()
    expect(readAdaptiveSettings('', '22:00-06:00')).toBeNull()
    expect(readAdaptiveSettings('5-60', '')).toEqual({ floorMinutes: 5, ceilingMinutes: 60, quietHours: null })
    expect(readAdaptiveSettings('15-15', '22:00-06:30')?.quietHours).toEqual({
      from: 1_320,
      to: 390,
      text: '22:00-06:30',
    })
  })

  it.each(['60-5', '7-60', '0-60', '5-120', '5', 'on', '5 - 60', '-5-60'])('refuse the range %j by name', (range) => {
    expect(() => readAdaptiveSettings(range, '')).toThrow(SettingError)
    expect(() => readAdaptiveSettings(range, '')).toThrow('SCHEDULE_ADAPTIVE_MINUTES: must be like 5-60')
  })

  it('refuse quiet hours by name, in use or not', () => {
    expect(() => readAdaptiveSettings('5-60', 'nights')).toThrow('SCHEDULE_QUIET_HOURS: must be')
    expect(() => readAdaptiveSettings('', '22:00-22:00')).toThrow('SCHEDULE_QUIET_HOURS')
  })

  it('choose from intervals that have a run within each hour', () => {
    expect(adaptiveIntervals).toEqual([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60])
  })
})

describe('the interval in force', () => {
  const adapted = { ...initialState('firestore.orders'), schedule: { everyMinutes: 5, failing: false } }

  it('is what was noted, where the schedule is adaptive', () => {
    expect(intervalInForce({ everyMinutes: 15, isAdaptive: true }, adapted)).toBe(5)
  })

  it('is the base before anything was noted, and after the schedule was made fixed', () => {
    expect(intervalInForce({ everyMinutes: 15, isAdaptive: true }, initialState('firestore.orders'))).toBe(15)
    expect(intervalInForce({ everyMinutes: 15, isAdaptive: false }, adapted)).toBe(15)
  })
})
