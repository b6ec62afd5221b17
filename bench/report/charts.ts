import { formatDollars } from '../../functions/src/contract/prices.ts'
import { formatCount } from '../../tools/local/report.ts'
import { pageKinds } from '../latency/kinds.ts'
import type { ContestantName, KindLatency, Results } from '../results.ts'
import { barChart, type Bar } from './barChart.ts'
import { threeDigits } from './figures.ts'
import { contestantNames, kindNames, latencyNames } from './names.ts'

/** The charts by file name. */
export function chartsOf(results: Results): Readonly<Record<string, string>> {
  return {
    'reads.svg': readsChart(results),
    'cost.svg': costChart(results),
    'latency.svg': latencyChart(results),
    'memory.svg': memoryChart(results),
    'cold-start.svg': coldStartChart(results),
    'copy.svg': copyChart(results),
  }
}

const contestants = Object.keys(contestantNames) as ContestantName[] // Object.keys forgets the literal's keys.

function readsChart({ costs: { scenario } }: Results): string {
  return drawn(
    'Firestore reads a day (logarithmic)',
    Object.entries(scenario).map(([orders, bills]) => ({
      name: `${formatCount(Number(orders))} orders`,
      bars: contestants.map((name) => barOf(contestantNames[name], bills[name].reads, formatCount)),
    })),
    true,
  )
}

function costChart({ costs: { scenario } }: Results): string {
  return drawn(
    'US dollars a month for Firestore (logarithmic)',
    Object.entries(scenario).map(([orders, bills]) => ({
      name: `${formatCount(Number(orders))} orders`,
      bars: contestants.map((name) => barOf(contestantNames[name], 30 * bills[name].dollars, formatDollars)),
    })),
    true,
  )
}

function latencyChart({ latency, latencyOrders }: Results): string {
  const who = ['direct', 'jsonCache', 'tidemark', 'tidemarkAfterRest'] as const satisfies (keyof KindLatency)[]
  return drawn(
    `A warm page's median, ms, ${formatCount(latencyOrders)} orders (logarithmic)`,
    pageKinds.map((kind) => ({
      name: kindNames[kind],
      bars: who.map((name) => barOf(latencyNames[name], latency[kind][name]?.warmP50 ?? null, threeDigits)),
    })),
    true,
  )
}

function memoryChart({ growth }: Results): string {
  return drawn(
    'Memory with every row loaded and all built, MB above an empty instance',
    Object.entries(growth).map(([orders, { memoryMB, rssMB }]) => ({
      name: `${formatCount(Number(orders))} orders`,
      bars: [barOf('what the view keeps', memoryMB, threeDigits), barOf('the process (RSS)', rssMB, threeDigits)],
    })),
    false,
  )
}

function coldStartChart({ growth }: Results): string {
  return drawn(
    'A cold instance, ms (logarithmic)',
    Object.entries(growth).map(([orders, { coldMs, fetchMs, firstPageMs }]) => ({
      name: `${formatCount(Number(orders))} orders`,
      bars: [
        barOf('first page', firstPageMs, threeDigits),
        barOf('fetch and decompress all', fetchMs, threeDigits),
        barOf('load all and answer', coldMs, threeDigits),
      ],
    })),
    true,
  )
}

function copyChart({ sync: { full } }: Results): string {
  return drawn(
    'Full copy, documents a second',
    [
      {
        name: `${formatCount(full.orders)} orders`,
        bars: [
          barOf('bare bulkWriter', full.bulkWriter, (value) => formatCount(Math.round(value))),
          barOf('Tidemark', full.tidemark, (value) => formatCount(Math.round(value))),
        ],
      },
    ],
    false,
  )
}

function barOf(series: string, value: number | null, show: (value: number) => string): Bar {
  return { series, value, shown: value === null ? '–' : show(value) }
}

/** The description says every value. */
function drawn(
  title: string,
  groups: readonly { readonly name: string; readonly bars: readonly Bar[] }[],
  isLogarithmic: boolean,
): string {
  const sentences = groups.map(
    ({ name, bars }) => `${name}: ${bars.map(({ series, shown }) => `${series} ${shown}`).join(', ')}.`,
  )
  return barChart({ title, description: sentences.join(' '), groups, isLogarithmic })
}
