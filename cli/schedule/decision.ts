import { cronEvery, minutesOf } from '../../functions/src/lib/scheduler/cron.ts'
import { isoOf, msOf, type Instant } from '../../functions/src/lib/instant.ts'
import type { PipelineState, Span } from '../../functions/src/model/state.ts'
import { decideSchedule, type ScheduleDecision } from '../../functions/src/sync/schedule/decide.ts'
import { adaptiveParams } from '../../functions/src/sync/schedule/settings.ts'
import { noted } from '../../functions/src/sync/schedule/inForce.ts'
import type { JobMessage } from './job.ts'
import type { ScheduleParams } from './params.ts'

/** Why the job has the interval that it has; the shape that `--json` prints. */
export interface Explanation {
  readonly action: 'explained'
  readonly name: string
  /** null where there is none. */
  readonly job: { readonly schedule: string; readonly timeZone: string } | null
  readonly baseMinutes: number
  /** null while the schedule is fixed. */
  readonly adaptive: {
    readonly floorMinutes: number
    readonly ceilingMinutes: number
    readonly quietHours: string | null
  } | null
  /** null while the schedule is fixed. */
  readonly decision: ScheduleDecision | null
  readonly pipelines: readonly {
    readonly pipeline: string
    readonly runs: readonly Span[]
    /** Whether the last scheduled run could not change the job. */
    readonly failing: boolean
  }[]
}

interface Known {
  readonly name: string
  readonly job: JobMessage | null
  readonly params: ScheduleParams
  readonly states: readonly PipelineState[]
  readonly now: Instant
}

/** Decides as the functions would now, from what they would decide from. */
export function explanationOf({ name, job, params, states, now }: Known): Explanation {
  const { adaptive, baseMinutes } = params
  const timeZone = job?.timeZone || 'UTC'
  const decision =
    adaptive &&
    decideSchedule({
      settings: adaptive,
      presentMinutes: presentMinutes(job, states, baseMinutes),
      timeZone,
      now,
      activity: states.map(({ recentSpans }) => recentSpans),
    })
  return {
    action: 'explained',
    name,
    job: job && { schedule: job.schedule ?? '', timeZone },
    baseMinutes,
    adaptive: adaptive && { ...adaptive, quietHours: adaptive.quietHours?.text ?? null },
    decision,
    pipelines: states.map(({ pipeline, recentSpans, schedule }) => ({
      pipeline,
      runs: recentSpans,
      failing: schedule?.failing ?? false,
    })),
  }
}

/** The job's own, or, on a local stack, the one that was noted. */
function presentMinutes(job: JobMessage | null, states: readonly PipelineState[], baseMinutes: number): number {
  if (job !== null) return minutesOf(job.schedule ?? '') ?? baseMinutes
  if (states.length === 0) return baseMinutes
  return Math.min(...states.map((state) => noted(state, baseMinutes).everyMinutes))
}

export function explanationLines(explanation: Explanation): string[] {
  const { name, job, pipelines } = explanation
  return [
    name,
    `  job           ${job ? `${job.schedule} (${job.timeZone})` : 'none here'}`,
    `  adaptive      ${adaptiveText(explanation)}`,
    ...pipelines.flatMap(({ pipeline, runs, failing }) => [
      `  ${pipeline}: successful runs; the decision uses those of the last hour`,
      ...runLines(runs),
      ...(failing ? ['  The last scheduled run could not change the job: see the alert schedule-not-adapted.'] : []),
    ]),
    ...decisionLines(explanation),
  ]
}

function adaptiveText({ adaptive, baseMinutes }: Explanation): string {
  if (adaptive === null) return `no: the interval stays ${baseMinutes} minutes (${adaptiveParams.range} is empty)`
  const quiet = adaptive.quietHours === null ? 'no quiet hours' : `quiet hours ${adaptive.quietHours}`
  return `${adaptive.floorMinutes} to ${adaptive.ceilingMinutes} minutes, ${quiet}`
}

const heading = `    ${'until'.padEnd(24)}  minutes   runs  changes`

function runLines(runs: readonly Span[]): string[] {
  if (runs.length === 0) return ['    none yet']
  const lines = runs.map((run) => {
    const minutes = ((msOf(run.until) - msOf(run.from)) / 60_000).toFixed(1)
    return `    ${isoOf(run.until)}  ${minutes.padStart(7)}  ${String(run.runs).padStart(5)}  ${String(run.changes).padStart(7)}`
  })
  return [heading, ...lines]
}

function decisionLines({ decision, job }: Explanation): string[] {
  if (decision === null) return []
  const schedule = cronEvery(decision.everyMinutes)
  const outcome =
    job === null
      ? []
      : [
          job.schedule === schedule
            ? 'The job has this interval already.'
            : `The next scheduled run will set the job to ${schedule}.`,
        ]
  return [
    `  decision      every ${decision.everyMinutes} min: ${decision.reason}`,
    ...outcome.map((line) => `  ${line}`),
  ]
}
