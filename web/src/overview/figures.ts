import type { OrderStatsBucket } from 'contract/api.ts'
import type { ShopDay } from '../ui/shopZone.tsx'
import { bucketsBetween, periodOf, type Period } from './periods.ts'
import type { DayRange } from './ranges.ts'

/**
 * Orders of one currency and the sum of their totals, in its minor units. Those of an unknown status (`unmapped`) and those that
 * were cancelled or refunded and are not included (`leftOut`) are counted and not summed.
 */
export interface Figures {
  readonly count: number
  readonly unmapped: number
  readonly leftOut: number
  readonly revenue: number
}

/** Figures of a day, week or month. */
export interface PeriodFigures extends Figures {
  readonly bucket: string
}

/** The currencies that the orders are in, the one with most orders first. */
export function currenciesIn(buckets: readonly OrderStatsBucket[]): string[] {
  const counts = new Map<string, number>()
  for (const { currency, count } of buckets) counts.set(currency, (counts.get(currency) ?? 0) + count)
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([currency]) => currency)
}

/** What the buckets say of one currency: amounts of several are never added. */
export function figuresIn(buckets: readonly OrderStatsBucket[], currency: string | null): PeriodFigures[] {
  return buckets
    .filter((bucket) => bucket.currency === currency)
    .map(({ bucket, count, unmapped, leftOut, revenue }) => ({ bucket, count, unmapped, leftOut, revenue }))
}

const none: Figures = { count: 0, unmapped: 0, leftOut: 0, revenue: 0 }

export function totalsOf(figures: readonly Figures[]): Figures {
  return figures.reduce(
    (sum, { count, unmapped, leftOut, revenue }) => ({
      count: sum.count + count,
      unmapped: sum.unmapped + unmapped,
      leftOut: sum.leftOut + leftOut,
      revenue: sum.revenue + revenue,
    }),
    none,
  )
}

/** The mean total in whole minor units, of the orders that the revenue is of; null without any. */
export function averageOf({ count, unmapped, leftOut, revenue }: Figures): number | null {
  const summed = count - unmapped - leftOut
  return summed === 0 ? null : Math.round(revenue / summed)
}

/** The periods with most revenue, of equal ones those with more orders, then the earlier ones. Empty ones are none. */
export function topOf(figures: readonly PeriodFigures[], most: number): PeriodFigures[] {
  return figures
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.revenue - a.revenue || b.count - a.count)
    .slice(0, most)
}

/** A day each for eleven years; an order with a date in the year 0 would be 740,000 days away. */
export const mostPeriods = 4_000

/**
 * The figures with a zero for each period that has no orders, from the range's first to its last one; for all time from the
 * first order to today. Null where these are more than `mostPeriods`.
 */
export function withoutGaps(
  figures: readonly PeriodFigures[],
  period: Period,
  { createdFrom, createdTo }: DayRange,
  { zone, today }: ShopDay,
): PeriodFigures[] | null {
  const first = createdFrom === undefined ? figures[0]?.bucket : periodOf(zone.dayOf(Date.parse(createdFrom)), period)
  if (first === undefined) return []
  const present = periodOf(createdTo === undefined ? today : zone.dayOf(Date.parse(createdTo) - 1), period)
  const last = [present, ...figures.map(({ bucket }) => bucket)].sort().at(-1) ?? present
  const known = new Map(figures.map((one) => [one.bucket, one]))
  const buckets = bucketsBetween(first, last, period, mostPeriods)
  return buckets?.map((bucket) => known.get(bucket) ?? { bucket, ...none }) ?? null
}
