import { locale } from '../format/locale.ts'
import { averageOf, type Figures } from './figures.ts'

/** How a figure has changed since the period before. */
export interface Change {
  readonly direction: 'up' | 'down' | 'same'
  /** Without a sign, in the figure's own unit. */
  readonly by: number
  /** In parts of what it was before, without a sign; null where that was nothing, of which nothing is a part. */
  readonly share: number | null
  readonly before: number
}

/** The changes of the figures in all. Null: there is nothing to compare with. */
export interface Changes {
  readonly count: Change | null
  readonly revenue: Change | null
  readonly average: Change | null
}

/** Compares figures with those of the period before, of the same currency. Without an order before there is no comparison. */
export function changesOf(now: Figures, before: Figures): Changes {
  if (before.count === 0) return { count: null, revenue: null, average: null }
  const [average, averageBefore] = [averageOf(now), averageOf(before)]
  return {
    count: changeOf(now.count, before.count),
    revenue: changeOf(now.revenue, before.revenue),
    average: average === null || averageBefore === null ? null : changeOf(average, averageBefore),
  }
}

function changeOf(now: number, before: number): Change {
  const by = Math.abs(now - before)
  return {
    direction: now === before ? 'same' : now > before ? 'up' : 'down',
    by,
    share: before === 0 ? null : by / Math.abs(before),
    before,
  }
}

const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
const least = 0.001

/** "12.4%"; of a change too small for that "under 0.1%". */
export function formatChangeShare(share: number): string {
  return share > 0 && share < least ? `under ${percent.format(least)}` : percent.format(share)
}
