import { SettingError } from '../../lib/errors.ts'
import { possibleIntervals } from '../../lib/scheduler/cron.ts'
import { parseQuietHours, type QuietHours } from './quietHours.ts'

/** Between what the interval of the scheduler's job may move. Both ends are among `adaptiveIntervals`. */
export interface AdaptiveSettings {
  readonly floorMinutes: number
  readonly ceilingMinutes: number
  readonly quietHours: QuietHours | null
}

/**
 * The intervals that an adaptive schedule chooses from: cron keeps them evenly, and each has a run within the hour, so
 * that neither a new rate nor the end of quiet hours waits for longer.
 */
export const adaptiveIntervals: readonly number[] = possibleIntervals.filter((minutes) => minutes <= 60)

/** The params' names, for whoever has to correct one. */
export const adaptiveParams = { range: 'SCHEDULE_ADAPTIVE_MINUTES', quiet: 'SCHEDULE_QUIET_HOURS' } as const

/**
 * Reads `5-60` and `22:00-06:00`; an empty range is null, the schedule is not adaptive, and empty quiet hours are none.
 * Throws a SettingError that names the param.
 */
export function readAdaptiveSettings(range: string, quiet: string): AdaptiveSettings | null {
  const quietHours = quiet === '' ? null : parseQuietHours(quiet)
  if (quiet !== '' && quietHours === null) {
    throw new SettingError(adaptiveParams.quiet, 'must be two different times of day, like 22:00-06:00, or empty')
  }
  if (range === '') return null
  const [, floor, ceiling] = /^(\d{1,2})-(\d{1,2})$/.exec(range) ?? []
  const [floorMinutes, ceilingMinutes] = [Number(floor), Number(ceiling)]
  const areKnown = adaptiveIntervals.includes(floorMinutes) && adaptiveIntervals.includes(ceilingMinutes)
  if (!areKnown || floorMinutes > ceilingMinutes) {
    const choices = adaptiveIntervals.join(', ')
    throw new SettingError(adaptiveParams.range, `must be like 5-60, with numbers of ${choices}, or empty`)
  }
  return { floorMinutes, ceilingMinutes, quietHours }
}
