const dayMs = 86_400_000

/** The periods that a time falls into. */
export const periods = ['day', 'week', 'month'] as const
export type Period = (typeof periods)[number]

/**
 * The UTC period of a time (milliseconds since 1970): a day `2026-11-20`, an ISO week by its Monday `2026-11-16`, a month
 * `2026-11`. From the year 0 to 9999, which is all that an order may have, names sort as the periods do; the one week that
 * begins before the year 0 is named `-000001-12-27`.
 */
export function periodOf(ms: number, period: Period): string {
  const day = Math.floor(ms / dayMs)
  // 1970 began on a Thursday, three days after a Monday.
  const since = period === 'week' ? (((day + 3) % 7) + 7) % 7 : 0
  const [name = ''] = new Date((day - since) * dayMs).toISOString().split('T')
  return period === 'month' ? name.slice(0, -'-00'.length) : name
}
