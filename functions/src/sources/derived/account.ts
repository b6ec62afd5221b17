import type { Pipeline } from '../../model/pipeline.ts'
import { childPipelineOf, type Stream } from '../../model/stream.ts'

/** A list of an account: the records of a pipeline, or their parts. */
export interface AccountList {
  readonly pipeline: string
  readonly stream: Stream
}

/** The pipelines of one account, and all of its lists. */
export interface AccountPipelines {
  readonly source: Pipeline['source']
  readonly account: string | null
  readonly lists: readonly AccountList[]
}

/** Copied pipelines by the accounts that they are of. */
export function accountsOf(copied: readonly Pipeline[]): AccountPipelines[] {
  const byAccount = Map.groupBy(copied, ({ id }) => id.slice(0, id.lastIndexOf('.')))
  return [...byAccount.values()].flatMap((own) =>
    own.slice(0, 1).map(({ source, account }) => ({ source, account, lists: own.flatMap(listsOf) })),
  )
}

function listsOf({ id, stream }: Pipeline): AccountList[] {
  const parts = (stream.children ?? []).map((one) => one.stream)
  return [
    { pipeline: id, stream },
    ...parts.map((part) => ({ pipeline: childPipelineOf(id, part.name), stream: part })),
  ]
}

/** The pipeline that brings a stream's records; undefined where none does. */
export function pipelineOfStream({ lists }: AccountPipelines, stream: Stream): string | undefined {
  return lists.find((list) => list.stream === stream)?.pipeline
}
