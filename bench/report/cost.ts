import { dollarsOf, formatDollars, priceNote } from '../../scripts/local/prices.ts'
import { formatCount } from '../../scripts/local/report.ts'
import { traffic } from '../reads/scenario.ts'
import type { ContestantName, Results, ScenarioResult, SightResult } from '../results.ts'
import { count, percent } from './figures.ts'
import { contestantNames, latencyNames } from './names.ts'
import { figure, markdownTable } from './table.ts'

const names: readonly ContestantName[] = ['direct', 'jsonCache', 'jsonCacheOnDisk', 'tidemark']

export function costLines(orders: number, bills: ScenarioResult): string[] {
  const rows = names.map((name) => {
    const { pageReads, syncReads, reads, writes, dollars } = bills[name]
    return [
      contestantNames[name],
      count(pageReads),
      count(syncReads),
      count(reads),
      count(writes),
      figure(formatDollars(dollars)),
      figure(percent(reads / bills.direct.reads)),
    ]
  })
  const title = `${formatCount(orders)} orders, a day`
  return [...markdownTable([title, 'page reads', 'sync reads', 'reads', 'writes', '$', 'of direct reads'], rows), '']
}

export function costNotes({ scenario, sync: { full } }: Results): string[] {
  const { sessions, viewsPerSession, newOrders, changedOrders, syncs, instances } = traffic
  const partly = Object.entries(scenario).flatMap(([orders, bills]) =>
    names
      .filter((name) => bills[name].measured.views < bills[name].measured.ofViews)
      .map(
        (name) =>
          `${contestantNames[name]} ${bills[name].measured.views} views (${formatCount(Number(orders))} orders)`,
      ),
  )
  return [
    `A day: ${sessions} sessions of ${viewsPerSession} pages each, ${newOrders} new and ${changedOrders} changed orders, ` +
      `${syncs} incremental runs, ${instances} cold instances.`,
    `Prices: ${priceNote}; without the free quota, and without anything but Firestore.`,
    `Tidemark's full run, once a week, comes on top, about ${(full.reads / full.orders).toFixed(2)} reads for each order; a day's ` +
      `share: ${Object.keys(scenario)
        .map((orders) => fullRunShare(Number(orders), full))
        .join(', ')}.`,
    ...(partly.length === 0
      ? ['Every view was run.']
      : [
          `Every run and each of Tidemark's views was run. Of the others' ${formatCount(sessions * viewsPerSession)} views a part was run, ` +
            'and each kind of view counts with its measured mean times how often it comes: ' +
            `${partly.join(', ')}.`,
        ]),
  ]
}

/** A seventh of a weekly full run that finds nothing to write, by what the first one read. */
function fullRunShare(orders: number, full: Results['sync']['full']): string {
  const reads = (orders * full.reads) / full.orders / 7
  const dollars = formatDollars(dollarsOf({ reads, writes: 0 }))
  return `${formatCount(Math.round(reads))} reads or ${dollars} for ${formatCount(orders)} orders`
}

export function sightLines(sight: SightResult): string[] {
  const rows = Object.entries(sight).map(([name, { created, updated, deleted }]) => [
    latencyNames[name as keyof SightResult],
    created,
    updated,
    deleted,
  ])
  return [
    ...markdownTable(['shows an order as', 'new', 'changed', 'deleted'], rows),
    '',
    'Tried out: each was looked for with the next view, after the next incremental run, and after the next full run.',
  ]
}
