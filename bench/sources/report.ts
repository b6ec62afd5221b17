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
  const { copies, resync, fromFirestore, latencyMs, callsAtOnce, pageSize, returns, naive } = results
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
    ...(resync === null ? [] : [copyRow(`again over that copy, ${percent(resync.failing)} fail`, resync, results)]),
    ['as many orders from Firestore', none, none, seconds(fromFirestore.ms), none, none, load(fromFirestore)],
  ]
  return [
    ...markdownTable(titles, rows),
    '',
    `A call takes ${latencyMs} ms and brings at most ${pageSize} orders; Tidemark makes up to ${callsAtOnce} calls at once. The vendor is a fake in a`,
    'process of its own. A copy is a full run of the deployed pipeline into the Firestore emulator; afterwards every order of the cache was',
    "compared with the vendor's.",
    '',
    'Reading alone: the time of all calls and of the waits that failures made, divided by the calls at once. × the longer: the time divided by',
    'the longer of reading alone and the copy from Firestore. Load: the average number of processes that wanted to run during the last five',
    'minutes, these included; on a busy machine every time is longer.',
    '',
    `The naive client reads one page after another and writes nothing. It made ${formatCount(naive.calls)} calls; the others are taken to be as long.`,
    `The shop has ${formatCount(returns.records)} returns, which say what was refunded. They are copied first, in ${formatCount(returns.calls)} calls and ${formatSeconds(returns.ms)}.`,
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

/** The emulator takes commits as fast as they come. */
function pacedLines({ orders }: SourcesResults): string[] {
  const paced = formatSeconds(pacedMs(orders, advisedPace, mostDocuments))
  return [
    `In a real database a first copy also keeps to the pace that Google advises for new load: at least ${paced} for as many documents.`,
  ]
}

/** The documents of the usual size that a full run's commit holds. */
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
    "The calls are those of the orders' pipeline; the time includes the run of the returns before it.",
  ]
}

function failureLines({ copies: { failing }, resync }: SourcesResults): string[] {
  const both = resync === null ? [failing] : [failing, resync]
  const rows = Object.keys(failing.calls.byWay).map((name): Cell[] => [
    name,
    ...both.map((copy) => timesOf(name, copy)),
  ])
  const waits = both.map(({ calls }) => formatSeconds(calls.heldMs))
  const tasks = both.reduce((sum, { failedTasks }) => sum + failedTasks, 0)
  return [
    ...markdownTable(['calls that failed', 'first copy', 'full run over it'].slice(0, 1 + both.length), rows),
    '',
    `Late answers, stalled ones and Retry-After made calls wait ${waits.join(' and ')}, all together. Every other failure was tried again at once or`,
    `after seconds. ${tasks === 0 ? 'No task failed.' : `Tasks that failed and were run again: ${tasks}.`}`,
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
