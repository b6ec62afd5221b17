import { advisedPace } from '../../functions/src/sync/commit/pace.ts'
import { formatCount, formatSeconds } from '../../tools/local/report.ts'
import { count, none, percent, threeDigits } from '../report/figures.ts'
import { environmentLines, section, targetTable } from '../report/sections.ts'
import { figure, markdownTable, type Cell, type Figure } from '../report/table.ts'
import { fullPages, pacedMs, scaledMs } from './ideal.ts'
import type { ShopCopy, SourcesResults } from './results.ts'
import { leastMs, readingMs, sourcesTargetsOf } from './targets.ts'

/** The whole report as lines of Markdown that read well as plain text. */
export function sourcesReportLines(results: SourcesResults): string[] {
  return [
    ...section(`Copying a TikTok shop of ${formatCount(results.orders)} orders`, copyLines(results)),
    ...section('Keeping up', refreshLines(results)),
    ...section('What failed', failureLines(results)),
    ...section('Targets', targetTable(sourcesTargetsOf(results))),
    ...section('Measured on', environmentLines('All of it', results.environment)),
  ]
}

function copyLines(results: SourcesResults): string[] {
  const { copies, fromFirestore, latencyMs, callsAtOnce, pageSize, returns } = results
  const titles = ['', 'calls', 'succeeded', 'time', 'reading alone', '× the longer', 'load']
  const rows: Cell[][] = [
    [
      'naive, nothing fails',
      count(naiveCalls(results)),
      count(naiveCalls(results)),
      naiveTime(results),
      none,
      none,
      none,
    ],
    copyRow('Tidemark, nothing fails', copies.clean, results),
    copyRow(`Tidemark, ${percent(copies.failing.failing)} of calls fail`, copies.failing, results),
    copyRow(`again over that copy, ${percent(copies.resync.failing)} fail`, copies.resync, results),
    ['as many orders from Firestore', none, none, seconds(fromFirestore.ms), none, none, load(fromFirestore)],
  ]
  return [
    ...markdownTable(titles, rows),
    '',
    `Each call takes ${latencyMs} ms and brings ${pageSize} orders at most; Tidemark has up to ${callsAtOnce} under way at once. The vendor is a fake in`,
    'a process of its own, Tidemark copies by its own pipelines and a full run into the Firestore emulator. Reading alone: all calls',
    'and the waits that failures made, divided by the calls at once; the longer: of that and the copy from Firestore in this run. Load: of',
    'the machine in the last five minutes, these processes included; a busy one makes every time longer.',
    `The naive client reads one page after another and writes nothing; ${formatCount(results.naive.calls)} of its calls were made, and the others take as long.`,
    `The shop's ${formatCount(returns.records)} returns, which say what was refunded, took ${formatCount(returns.calls)} calls and ${formatSeconds(returns.ms)} before, in each copy.`,
    ...pacedLines(results),
  ]
}

function copyRow(name: string, copy: ShopCopy, results: SourcesResults): Cell[] {
  const { calls, ms } = copy
  const ratio = figure(threeDigits(ms / leastMs(copy, results)))
  return [
    name,
    count(calls.all),
    count(calls.successful),
    seconds(ms),
    seconds(readingMs(copy, results)),
    ratio,
    load(copy),
  ]
}

/** The emulator takes commits as fast as they come; a database is spared. */
function pacedLines({ orders }: SourcesResults): string[] {
  const paced = formatSeconds(pacedMs(orders, advisedPace, mostDocuments))
  return [
    `On a database a first copy also keeps the pace that Google advises for new load, which for as many documents is ${paced} at least.`,
  ]
}

/** As many documents of the usual size as a full run's commit holds. */
const mostDocuments = 1_250

function refreshLines(results: SourcesResults): string[] {
  const { changed, calls, ms } = results.incremental
  return [
    ...markdownTable(
      [`${changed} orders have changed`, 'calls', 'time'],
      [
        ['naive: every order again', count(naiveCalls(results)), naiveTime(results)],
        ["Tidemark's incremental run", count(calls), seconds(ms)],
      ],
    ),
    '',
    "Calls of the orders' pipeline; the time includes the run of the returns before it.",
  ]
}

function failureLines({ copies: { failing, resync } }: SourcesResults): string[] {
  const rows = Object.keys(failing.calls.byWay).map((name): Cell[] => [
    name,
    timesOf(name, failing),
    timesOf(name, resync),
  ])
  const [first, second] = [failing, resync].map(({ calls }) => formatSeconds(calls.heldMs))
  const tasks = failing.failedTasks + resync.failedTasks
  return [
    ...markdownTable(['calls that failed', 'first copy', 'full run over it'], rows),
    '',
    `Late and stalled answers and Retry-After held up calls by ${first} and ${second}, all together. ${
      tasks === 0 ? 'No task failed by any of this.' : `Tasks that failed and were run again: ${tasks}.`
    }`,
  ]
}

function timesOf(way: string, { calls }: ShopCopy): Figure {
  return count(calls.byWay[way] ?? 0)
}

function load({ load: average }: Pick<ShopCopy, 'load'>): Figure {
  return figure(average.toFixed(1))
}

function naiveCalls({ orders, pageSize }: SourcesResults): number {
  return fullPages(orders, pageSize)
}

function naiveTime(results: SourcesResults): Figure {
  const { calls, ms } = results.naive
  return seconds(scaledMs(ms, calls, naiveCalls(results)))
}

function seconds(ms: number): Figure {
  return figure(formatSeconds(ms))
}
