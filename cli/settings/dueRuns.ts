import type { Pipeline } from '../../functions/src/model/pipeline.ts'
import { isRemapped } from '../../functions/src/model/mapping.ts'
import type { PipelineState } from '../../functions/src/model/state.ts'
import { isOutdated } from '../../functions/src/sync/declaration.ts'
import { costWords, fullRunCost, type FullRunCost } from '../../functions/src/sync/remapped.ts'

/** The reasons for which a deploy starts a full run of a pipeline by itself. */
export type Cause = 'first-copy' | 'other-source' | 'changed-settings' | 'changed-columns'

export interface DueRun {
  readonly pipeline: string
  readonly cause: Cause | null
  /** Null where no run is due, or where the pipeline was never copied, and so nothing is known of its size. */
  readonly cost: FullRunCost | null
}

/** Compares a pipeline, as the present settings make it, with what its watermark document says; `state` is null where there is none. */
export function dueRun({ id, source, stream }: Pipeline, state: PipelineState | null): DueRun {
  const cause = causeOf(source, stream, state)
  return { pipeline: id, cause, cost: cause === null || state === null ? null : fullRunCost(state) }
}

function causeOf(source: Pipeline['source'], stream: Pipeline['stream'], state: PipelineState | null): Cause | null {
  if (state === null || state.bound === null) return 'first-copy'
  if (state.identity !== source.identity) return 'other-source'
  if (isRemapped(state, source.mapping)) return 'changed-settings'
  return isOutdated(state, stream) ? 'changed-columns' : null
}

const words: Readonly<Record<Cause, string>> = {
  'first-copy': 'it has not been copied yet, and a full run copies all of it',
  'other-source': 'the settings name another source, and a full run reads all of that',
  'changed-settings': 'the settings by which records are read have changed, and a full run reads all of them again',
  'changed-columns': 'the columns have changed, and a full run prepares them',
}

/** One line for a pipeline. */
export function dueLine({ pipeline, cause, cost }: DueRun): string {
  if (cause === null) return `${pipeline}: no full run starts by itself`
  return `${pipeline}: ${words[cause]}${cost === null ? '' : `: ${costWords(cost)}`}`
}
