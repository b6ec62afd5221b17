import type { RunMode } from 'contract/sync.ts'
import { formatDollars } from 'contract/prices.ts'
import type { RunInHistory } from '../backend/runHistory.ts'
import { dollarSteps, durationSteps } from '../charts/axis.ts'
import type { ChartData } from '../charts/chartData.ts'
import { formatCounted } from '../format/count.ts'
import { formatDuration, formatOf } from '../format/time.ts'
import { costOf, runModeWords, runStatusWords } from './runFigures.ts'

/** A run whose figures are known. */
interface MeasuredRun extends RunInHistory {
  readonly durationMs: number
  readonly dollars: number
}

const shortTime = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** To the second: a busy shop has several runs a minute. */
const pointTime = { dateStyle: 'medium', timeStyle: 'medium' } as const

/** The runs of one mode whose figures are known, oldest first. Beside a full run, incremental ones would be too low to see. */
export function measuredRuns(runs: readonly RunInHistory[], mode: RunMode): MeasuredRun[] {
  return runs
    .flatMap((run) => {
      const { durationMs } = run
      const dollars = costOf(run)
      return run.mode !== mode || durationMs === undefined || dollars === null ? [] : [{ ...run, durationMs, dollars }]
    })
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
}

/** Duration and cost of runs, named by when they started in a time zone (IANA). */
export function runChart(runs: readonly MeasuredRun[], timeZone: string): ChartData {
  const [point, short] = [formatOf({ ...pointTime, timeZone }), formatOf({ ...shortTime, timeZone })]
  return {
    pointLabel: 'Run',
    points: runs.map(({ startedAt, mode, status }) => ({
      name: `${point.format(new Date(startedAt))}, ${runModeWords[mode].toLowerCase()}, ${runStatusWords[status].word.toLowerCase()}`,
      shortName: short.format(new Date(startedAt)),
    })),
    series: [
      {
        label: 'Duration',
        kind: 'bars',
        colour: 'accent',
        values: runs.map(({ durationMs }) => durationMs),
        steps: durationSteps,
        format: formatDuration,
        formatShort: formatDuration,
      },
      {
        label: 'Cost',
        kind: 'line',
        colour: 'violet',
        values: runs.map(({ dollars }) => dollars),
        steps: dollarSteps,
        format: formatDollars,
        formatShort: formatDollars,
      },
    ],
  }
}

/** The chart in a sentence. */
export function runChartSummary(runs: readonly MeasuredRun[], mode: RunMode): string {
  const dollars = runs.reduce((sum, run) => sum + run.dollars, 0)
  const longest = Math.max(0, ...runs.map(({ durationMs }) => durationMs))
  return `Duration and cost of the latest ${formatCounted(runs.length, `${mode} run`)}: the longest took ${formatDuration(longest)}, together they cost ${formatDollars(dollars)}.`
}
