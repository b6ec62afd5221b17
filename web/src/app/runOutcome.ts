import type { RunReport, StartSyncResponse } from 'contract/sync.ts'
import { formatCount } from '../format/count.ts'

/** Returns the words for the runs that a call made or started: of all pipelines at once, and each thing once. */
export function outcomeOf({ runs }: StartSyncResponse): string {
  const ended = runs.filter((run): run is RunReport => run.status === 'succeeded')
  const said = runs.flatMap((run) => exceptionOf(run) ?? [])
  return [...new Set(ended.length > 0 ? [...said, changesOf(ended)] : said)].join(' ')
}

/** Returns the words for a run that did not just copy what had changed; null where there is nothing to say. */
function exceptionOf(run: StartSyncResponse['runs'][number]): string | null {
  if (run.status === 'running') return 'The full resync has started.'
  if (run.status === 'skipped') return 'Another sync is under way; one more follows it.'
  if (run.status === 'failed') return `The sync of ${run.pipeline} failed: ${run.error ?? 'it gave no reason'}`
  return null
}

function changesOf(ended: readonly RunReport[]): string {
  const sum = (name: 'created' | 'updated' | 'deleted'): number => ended.reduce((total, run) => total + run[name], 0)
  const [created, updated, deleted] = [sum('created'), sum('updated'), sum('deleted')]
  if (created + updated + deleted === 0) return 'Up to date: nothing has changed.'
  return `${formatCount(created)} new, ${formatCount(updated)} updated, ${formatCount(deleted)} deleted.`
}
