import { formatCount } from '../../tools/local/report.ts'
import { count, megabytes, ms } from '../report/figures.ts'
import { environmentLines, section } from '../report/sections.ts'
import { markdownTable, type Cell } from '../report/table.ts'
import { questionNames } from './questions.ts'
import type { SearchResults, StreamResult } from './results.ts'

/** The whole report as lines of Markdown that read well as plain text. */
export function searchReportLines(results: SearchResults): string[] {
  const { orders, runs, environment } = results
  return [
    ...section(`An instance with ${formatCount(orders)} orders`, [
      ...instanceLines(results),
      '',
      `Medians of ${runs} new processes each, which took turns. "Without" are the same orders without the names of their products in the`,
      'lists and without an index of phone numbers. Memory is what an instance that has searched holds more than an empty one.',
    ]),
    ...section('Searches', [
      ...answerLines(results),
      '',
      'A hundred searches of each kind in a warm instance, each over all orders: milliseconds of the median and of the 99th percentile. Found:',
      'orders that the hundred found, counted for each. None of them reads anything.',
    ]),
    ...section('Measured on', environmentLines('All of it', environment)),
  ]
}

function instanceLines({ streams: { without, whole } }: SearchResults): string[] {
  const row = (name: string, of: (stream: StreamResult) => Cell): Cell[] => [name, of(without), of(whole)]
  return markdownTable(
    ['', 'without', 'with phone and product'],
    [
      row('reads to load everything', ({ reads }) => count(reads)),
      row('segments, MB as stored', ({ segmentBytes }) => megabytes(segmentBytes / 1e6)),
      row('everything read and decoded, ms', ({ loadMs }) => ms(loadMs)),
      row('first search, ms', ({ firstSearchMs }) => ms(firstSearchMs)),
      row('memory, MB', ({ memory }) => megabytes(memory / 1e6)),
    ],
  )
}

function answerLines({ streams: { without, whole } }: SearchResults): string[] {
  return markdownTable(
    ['search for', 'without, p50', 'p99', 'found', 'with, p50', 'p99', 'found'],
    questionNames.map((name) => [
      name,
      ...[without, whole].flatMap(({ answers: { [name]: one } }) => [ms(one.p50), ms(one.p99), count(one.found)]),
    ]),
  )
}
