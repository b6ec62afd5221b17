import { formatCount } from '../../tools/local/report.ts'
import { median } from '../lab/timing.ts'
import { ms } from '../report/figures.ts'
import { section, targetTable } from '../report/sections.ts'
import { figure, markdownTable, type Cell } from '../report/table.ts'
import { browserCaches, type PageResults, type Script } from './results.ts'
import { gzipBytesOf } from './scripts.ts'
import { pageTargetsOf } from './targets.ts'

/** The whole report as lines of Markdown that read well as plain text. */
export function pageReportLines(results: PageResults): string[] {
  return [
    ...section('How long the first row takes', loadLines(results)),
    ...section('What is loaded', scriptLines(results)),
    ...section(`What is done with ${formatCount(results.orders)} orders`, actionLines(results)),
    ...section('Targets', targetTable(pageTargetsOf(results))),
    ...section('Measured on', environmentLines(results)),
  ]
}

function loadLines({ loads }: PageResults): string[] {
  const titles = ['browser cache', 'loads', 'navigation to row, ms', 'max', "listOrders' answer to row, ms", 'max']
  const rows = browserCaches.map((cache) => {
    const { navigationToRow, answerToRow } = loads[cache]
    return [
      cache,
      figure(String(navigationToRow.length)),
      ...medianAndMost(navigationToRow),
      ...medianAndMost(answerToRow),
    ]
  })
  return [
    ...markdownTable(titles, rows),
    '',
    'A signed-in admin opens the list, the functions being warm; until the frame with the first row is drawn. Medians. Cold: a',
    'new profile of the browser each time; warm: one that has loaded the page before. There is no network in it.',
  ]
}

function scriptLines({ scripts: { first, afterwards, views } }: PageResults): string[] {
  const rows = [
    scriptRow('until the first row', first),
    scriptRow('afterwards, by itself', afterwards),
    ...Object.entries(views).map(([name, more]) => scriptRow(`${name}, beyond that`, more)),
  ]
  const all = [first, afterwards, ...Object.values(views)].flat()
  const isCompressed = all.some(({ bytes, wireBytes }) => wireBytes < bytes)
  return [
    ...markdownTable(['JavaScript', 'files', 'KB, gzip', 'KB as it came', 'KB'], rows),
    '',
    isCompressed
      ? 'Gzip: the files compressed here, at its usual level; as it came: as the Hosting emulator compressed them.'
      : 'Gzip: the files compressed here, at its usual level: the Hosting emulator does not compress, Hosting does.',
  ]
}

function scriptRow(when: string, scripts: readonly Script[]): Cell[] {
  const kilobytes = (pick: (script: Script) => number): Cell =>
    figure((scripts.reduce((sum, script) => sum + pick(script), 0) / 1_000).toFixed(1))
  return [
    when,
    figure(String(scripts.length)),
    figure((gzipBytesOf(scripts) / 1_000).toFixed(1)),
    kilobytes(({ wireBytes }) => wireBytes),
    kilobytes(({ bytes }) => bytes),
  ]
}

function actionLines({ actions }: PageResults): string[] {
  const rows = Object.entries(actions).map(([name, { longestTask, shown }]) => [
    name,
    figure(String(shown.length)),
    ...medianAndMost(longestTask),
    ...medianAndMost(shown),
  ])
  return [
    ...markdownTable(['action', 'times', 'longest task, ms', 'max', 'until it is shown, ms', 'max'], rows),
    '',
    "Longest task: of the page's main thread, from the first input until what was asked for is drawn, as Chromium traces it. Until",
    'it is shown: from the last input until the frame with the other rows, or the choices, is drawn; of a search that includes the',
    '200 ms that the page waits for another key. Medians. The page before is shown from memory.',
  ]
}

function environmentLines({ environment }: PageResults): string[] {
  const { cpu, cores, memoryGB, node, browser, date, seconds } = environment
  return [
    `${cpu}, ${cores} cores, ${memoryGB} GB; Node ${node}; ${browser}.`,
    `${date.slice(0, 10)}, ${seconds} s, on the local stack, whose emulators share the machine with the browser.`,
  ]
}

function medianAndMost(values: readonly number[]): Cell[] {
  return [ms(median(values)), ms(Math.max(...values))]
}
