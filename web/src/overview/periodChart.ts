import { wholeSteps } from '../charts/axis.ts'
import type { ChartData } from '../charts/chartData.ts'
import { formatCount, formatCounted } from '../format/count.ts'
import { formatMoney, formatMoneyShort } from '../format/money.ts'
import { topOf, totalsOf, type PeriodFigures } from './figures.ts'
import { periodLabels, startOf, type Period } from './periods.ts'
import { periodName, shortPeriodName } from './periodNames.ts'

const yearDays = 365

/** Revenue and orders of one currency over the periods of a range. */
export function periodChart(figures: readonly PeriodFigures[], period: Period, currency: string): ChartData {
  const [first, last] = [figures[0], figures.at(-1)]
  const hasYear = first !== undefined && last !== undefined && startOf(last.bucket) - startOf(first.bucket) > yearDays
  return {
    pointLabel: periodLabels[period],
    points: figures.map(({ bucket }) => ({
      name: periodName(bucket, period),
      shortName: shortPeriodName(bucket, period, hasYear),
    })),
    series: [
      {
        label: 'Revenue',
        kind: 'bars',
        colour: 'accent',
        values: figures.map(({ revenue }) => revenue),
        steps: wholeSteps,
        format: (minor) => formatMoney(minor, currency),
        formatShort: (minor) => formatMoneyShort(minor, currency),
      },
      {
        label: 'Orders',
        kind: 'line',
        colour: 'violet',
        values: figures.map(({ count }) => count),
        steps: wholeSteps,
        format: formatCount,
        formatShort: formatCount,
      },
    ],
  }
}

/** The chart in a sentence: from when to when, how much in all, and when most. */
export function chartSummary(figures: readonly PeriodFigures[], period: Period, currency: string): string {
  const [first, last, top] = [figures[0], figures.at(-1), topOf(figures, 1)[0]]
  const { count, revenue } = totalsOf(figures)
  const span =
    first === undefined || last === undefined
      ? ''
      : `, from ${periodName(first.bucket, period)} to ${periodName(last.bucket, period)}`
  const most =
    top === undefined
      ? ''
      : ` Most in one ${period}: ${formatMoney(top.revenue, currency)}, ${periodName(top.bucket, period)}.`
  return `Revenue and orders per ${period} in ${currency}${span}: ${formatMoney(revenue, currency)} from ${formatCounted(count, 'order')}.${most}`
}
