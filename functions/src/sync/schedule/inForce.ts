import type { PipelineState } from '../../model/state.ts'

/** The watermark document's note of the scheduler's job. */
export type Note = NonNullable<PipelineState['schedule']>

/** The interval at which the scheduler's job is to run. */
export interface SchedulePlan {
  /** The interval where the schedule is not adaptive, or has not been adapted yet. */
  readonly everyMinutes: number
  readonly isAdaptive: boolean
}

/** The note of a pipeline; without one the job has its base interval. */
export function noted({ schedule }: Pick<PipelineState, 'schedule'>, baseMinutes: number): Note {
  return schedule ?? { everyMinutes: baseMinutes, failing: false }
}

/** The interval that is in force for a pipeline, in minutes. What was noted before the schedule was made fixed is not. */
export function intervalInForce(plan: SchedulePlan, state: Pick<PipelineState, 'schedule'>): number {
  return plan.isAdaptive ? noted(state, plan.everyMinutes).everyMinutes : plan.everyMinutes
}
