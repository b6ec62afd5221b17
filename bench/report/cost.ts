import { deletePriceNote, formatDollars, priceNote } from '../../functions/src/contract/prices.ts'
import { formatCount } from '../../tools/local/report.ts'
import { traffic } from '../reads/traffic.ts'
import type { ContestantName, CostResult, ScenarioResult, SightResult } from '../results.ts'
import { count, percent } from './figures.ts'
import { contestantNames, latencyNames } from './names.ts'
import { figure, markdownTable } from './table.ts'

const names = Object.keys(contestantNames) as ContestantName[] // Object.keys forgets the literal's keys.

export function costLines(orders: number, bills: ScenarioResult): string[] {
  const rows = names.map((name) => {
    const { pageReads, syncReads, fullReads, reads, writes, deletes, dollars } = bills[name]
    return [
      contestantNames[name],
      count(pageReads),
      count(syncReads),
      count(fullReads),
      count(reads),
      figure(percent(reads / bills.direct.reads)),
      count(writes),
      count(deletes),
      figure(formatDollars(dollars)),
      figure(percent(dollars / bills.direct.dollars)),
    ]
  })
  const title = `${formatCount(orders)} orders, a day`
  return [
    ...markdownTable(
      [title, 'page reads', 'sync', 'full run ÷ 7', 'all reads', 'of direct', 'writes', 'deletes', '$', 'of direct'],
      rows,
    ),
    '',
  ]
}

export function costNotes({ scenario }: Pick<CostResult, 'scenario'>): string[] {
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
      `${syncs} scheduled runs, ${instances} cold instances. With the change feed the trigger reports each of the ` +
      `${newOrders + changedOrders} changes, which is a write, and asks for runs.`,
    "Tidemark's full run comes once a week: a seventh of what it was billed is in each day. Deletes are those of a TTL policy: " +
      'of the reports a month later, of the journal after three.',
    `Prices: ${priceNote}, ${deletePriceNote}; without the free quota, and without anything but Firestore.`,
    partly.length === 0
      ? 'Every view was run.'
      : `Where not each of the ${formatCount(sessions * viewsPerSession)} views was run, each kind of view counts with its measured mean ` +
        `times how often it comes: ${partly.join(', ')}.`,
  ]
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
    'Tried out without the change feed: each was looked for with the next view, after the next scheduled run, and after the next',
    'full run. With the change feed a run comes within seconds of each change and each deletion.',
  ]
}
