import type { Deps } from '../deps.ts'
import { InvalidInputError, NotFoundError } from '../lib/errors.ts'
import type { SyncContext } from '../sync/context.ts'

/** The pipelines that a request names: all where it names none. Throws a NotFoundError that lists those there are. */
export function choosePipelines(deps: Deps, name: string | undefined): readonly SyncContext[] {
  if (name === undefined) return deps.pipelines
  const chosen = deps.pipelines.filter(({ id }) => id === name)
  if (chosen.length > 0) return chosen
  const known = deps.pipelines.map(({ id }) => id).join(', ')
  throw new NotFoundError(`There is no such pipeline. Enabled: ${known}.`)
}

/** Like `choosePipelines`, where the name is a callable's argument: an unknown one is bad input. */
export function pipelineArgument(deps: Deps, name: string | undefined): readonly SyncContext[] {
  try {
    return choosePipelines(deps, name)
  } catch (error) {
    if (error instanceof NotFoundError) throw new InvalidInputError('pipeline', error.message)
    throw error
  }
}
