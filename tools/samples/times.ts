import type { Random } from './random.ts'

/** How far back the sample shop's orders reach: two years. */
export const sampleSpanMs = 2 * 365 * 24 * 3_600_000

/** The share of the busiest hour's orders, by hour of the day in UTC: little at night, most in the evening. */
const hourShares = [
  0.25, 0.15, 0.1, 0.08, 0.08, 0.12, 0.22, 0.38, 0.52, 0.62, 0.7, 0.74, 0.78, 0.76, 0.74, 0.76, 0.8, 0.86, 0.94, 1,
  0.98, 0.86, 0.64, 0.42,
] as const

/** Times of orders before `now`, ascending, in epoch milliseconds: a shop that has grown fourfold over the span. */
export function orderTimes(random: Random, count: number, now: number): Float64Array {
  const times = new Float64Array(count)
  for (let index = 0; index < count; index++) times[index] = orderTime(random, now)
  return times.sort()
}

function orderTime(random: Random, now: number): number {
  for (;;) {
    // Orders a day grow as 1 + 3x over the span; this inverts the share of them that comes before x.
    const x = (Math.sqrt(1 + 15 * random.next()) - 1) / 3
    const time = now - Math.ceil((1 - x) * sampleSpanMs)
    // Drawn again until the hour accepts it: the hour's share then holds and the growth is kept.
    if (random.chance(hourShares[new Date(time).getUTCHours()] ?? 0)) return time
  }
}
