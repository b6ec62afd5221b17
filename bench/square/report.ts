import { formatCount, formatSeconds } from '../../tools/local/report.ts'
import { tables } from '../../tools/fakes/square/expected/tables.ts'
import { count, none } from '../report/figures.ts'
import { environmentLines, section, targetTable } from '../report/sections.ts'
import { figure, markdownTable, type Cell } from '../report/table.ts'
import { isRight, type ListCheck } from './factCheck.ts'
import { changeCount } from './plan.ts'
import { sumOf, type SquareResults, type Stage } from './results.ts'
import { squareTargetsOf } from './targets.ts'

/** The whole report as lines of Markdown that read well as plain text. */
export function squareReportLines(results: SquareResults): string[] {
  const { orders, lineItems, availabilities } = results.merchant
  const title = `A merchant of ${formatCount(orders)} orders, ${formatCount(lineItems)} line items and ${formatCount(availabilities)} availabilities`
  return [
    ...section(title, stageLines(results)),
    ...section('What is cached at the end', listLines(results)),
    ...section('Targets', targetTable(squareTargetsOf(results))),
    ...section('Measured on', environmentLines('All of it', results.environment)),
  ]
}

function stageLines({ first, changes, incremental, quiet, rebuild, latencyMs }: SquareResults): string[] {
  const changed = changeCount(changes)
  const rows = [
    stageRow('first sync', sumOf([first.copied, first.computed])),
    stageRow('– what the vendor has', first.copied),
    stageRow('– what is computed from it', first.computed),
    stageRow(`a run of ${changed} changes`, incremental),
    stageRow('a run that finds nothing', quiet),
    stageRow('clear and rebuild', sumOf([rebuild.clear, rebuild.read, rebuild.write])),
    stageRow('– every document deleted', rebuild.clear),
    stageRow('– everything read again', rebuild.read),
    stageRow('– every record written', rebuild.write),
  ]
  return [
    ...markdownTable(['', 'time', 'vendor calls', 'reads', 'writes and deletes', 'load'], rows),
    '',
    `A call takes ${latencyMs} ms. The vendor is a fake in a process of its own, the database the Firestore emulator. Reads and writes are those that`,
    'Firestore bills, counted on the wire. Load: the average number of processes that wanted to run during the last minute of the work, these',
    'included; times under different loads do not compare.',
    '',
    `The changes: ${changes.orders} orders that are new or move on, ${changes.prices} prices, ${changes.counts} counts and ${changes.refunds} refunds. They bring ${formatCount(incremental.brought)} records into the`,
    'cache, with the payments, the returns and all that is computed. The run that finds nothing follows at once, so it still reads the',
    'changes again, which lie within its lookback.',
    '',
    'Clear and rebuild is what a shop does each day that has no other way to be right: it deletes every cached document, reads everything',
    'again, one call after another with 100 records a page, and writes every record, one commit of 500 after another. It computes nothing:',
    'daily sales, the item library and missing records are in the first sync alone. Until it ends its readers see a part of the data.',
  ]
}

function stageRow(name: string, { ms, calls, reads, writes, load }: Stage): Cell[] {
  return [name, figure(formatSeconds(ms)), count(calls), count(reads), count(writes), figure(load.toFixed(1))]
}

function listLines({ lists }: SquareResults): string[] {
  const rows = Object.entries(lists).map(([stream, check]): Cell[] => {
    const table = tables.find(([, name]) => name === stream)?.[0] ?? ''
    return [stream, table, count(check.rows), sumShown(check.sum), faultsOf(check)]
  })
  return [
    ...markdownTable(['list', "a shop's table", 'rows', 'sum', 'compared with the vendor'], rows),
    '',
    "Every record's members were compared with the vendor's state by other code than the one that is measured, and every document with its",
    'row in the list. The sum is that of totals, amounts, prices or quantities.',
  ]
}

function sumShown(sum: number | null): Cell {
  return sum === null ? none : figure(sum.toLocaleString('en-US', { maximumFractionDigits: 5 }))
}

function faultsOf(check: ListCheck): string {
  if (isRight(check)) return 'the same'
  const { expected, missing, surplus, differing, unlisted } = check
  const told = Object.entries({ missing, surplus, differing, unlisted }).filter(([, many]) => many > 0)
  return [`${formatCount(expected.rows)} expected`, ...told.map(([name, many]) => `${formatCount(many)} ${name}`)].join(
    ', ',
  )
}
