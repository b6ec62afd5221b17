const minutesPerHour = 60
const hoursPerDay = 24

/**
 * The cron expression for "every so many minutes", or undefined where cron cannot say it: a step starts anew each hour
 * and each day, so only divisors of 60 minutes and of 24 hours keep the same distance all day.
 */
export function cronEvery(minutes: number): string | undefined {
  if (!Number.isInteger(minutes) || minutes < 1) return undefined
  if (minutes === 1) return '* * * * *'
  if (minutes < minutesPerHour && minutesPerHour % minutes === 0) return `*/${minutes} * * * *`
  const hours = minutes / minutesPerHour
  if (hours === 1) return '0 * * * *'
  if (hours === hoursPerDay) return '0 0 * * *'
  return Number.isInteger(hours) && hoursPerDay % hours === 0 ? `0 */${hours} * * *` : undefined
}

/** Every interval that `cronEvery` can express, in minutes, ascending. */
export const possibleIntervals: readonly number[] = Array.from(
  { length: minutesPerHour * hoursPerDay },
  (_, index) => index + 1,
).filter((minutes) => cronEvery(minutes) !== undefined)

/** The interval that a cron expression of `cronEvery` says, in minutes; undefined for any other expression. */
export function minutesOf(cron: string): number | undefined {
  return possibleIntervals.find((minutes) => cronEvery(minutes) === cron)
}
