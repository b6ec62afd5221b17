import { formatCount } from '../../tools/local/report.ts'
import type { CostResult, Environment, Results } from '../results.ts'
import { costLines, costNotes, sightLines } from './cost.ts'
import { busyLines, functionLines, functionNotes } from './feed.ts'
import { count, ms } from './figures.ts'
import { figure, markdownTable } from './table.ts'
import { targetsOf, type Target } from './targets.ts'
import { growthLines, latencyLines } from './times.ts'

/** The whole report as lines of Markdown that read well as plain text. */
export function reportLines(results: Results): string[] {
  return [
    ...section('What it costs', costReport(results.costs)),
    ...section('Who sees what', sightLines(results.sight)),
    ...section('How long a page takes', latencyLines(results)),
    ...section('How it grows', growthLines(results)),
    ...section('How fast it copies', syncLines(results)),
    ...section('Targets', targetTable(targetsOf(results))),
    ...section('Measured on', [
      ...environmentLines('What it costs', results.costs.environment),
      '',
      ...environmentLines('All else', results.environment),
    ]),
  ]
}

/** Tables of the costs of days and of changes. */
function costReport(costs: CostResult): string[] {
  const { scenario, feedDay, busyShop } = costs
  return [
    ...Object.entries(scenario).flatMap(([orders, bills]) => costLines(Number(orders), bills)),
    ...costNotes(costs),
    '',
    ...Object.entries(feedDay).flatMap(([orders, day]) => functionLines(Number(orders), day)),
    ...functionNotes,
    '',
    ...busyLines(busyShop),
  ]
}

/** A part of a report under its title. */
export function section(title: string, lines: readonly string[]): string[] {
  return [`## ${title}`, '', ...lines, '']
}

function syncLines({ sync: { full, incremental } }: Results): string[] {
  return [
    ...markdownTable(
      [`full copy of ${formatCount(full.orders)} orders`, 'documents/s', 'of bulkWriter'],
      [
        ['bare bulkWriter, unthrottled', count(full.bulkWriter), figure('1')],
        ["Tidemark's full run", count(full.tidemark), figure((full.tidemark / full.bulkWriter).toFixed(2))],
      ],
    ),
    '',
    ...markdownTable(
      ['changed orders', 'ms', 'reads', 'writes'],
      Object.entries(incremental).map(([changes, run]) => [
        count(Number(changes)),
        ms(run.ms),
        count(run.reads),
        count(run.writes),
      ]),
    ),
  ]
}

/** Returns a table of targets: what is promised, what was measured, and whether it is met. */
export function targetTable(targets: readonly Target[]): string[] {
  const words = { true: 'yes', false: 'NO', null: 'not measured' } as const
  const rows = targets.map(({ target, measured, isMet }) => [target, measured, words[`${isMet}`]])
  return markdownTable(['target', 'measured', 'met'], rows)
}

/** Returns two lines that name the machine, the software and the day of a part's figures. */
export function environmentLines(part: string, environment: Environment): string[] {
  const { cpu, cores, memoryGB, node, firestoreEmulator, java, javaOptions, date, mode, seconds } = environment
  return [
    `${part}: ${cpu}, ${cores} cores, ${memoryGB} GB; Node ${node}; ${firestoreEmulator} on ${java} (${javaOptions.join(' ')}).`,
    `${date.slice(0, 10)}, a ${mode} run of ${seconds} s. Orders, sessions and times of day are seeded.`,
  ]
}
