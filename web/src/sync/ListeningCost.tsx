import { dollarsOf, formatDollars } from 'contract/prices.ts'
import { mostAlerts, mostQuarantined } from '../backend/listenerLimits.ts'
import { formatCount, formatCounted } from '../format/count.ts'
import { mostRuns } from './RunHistory.tsx'

/** What it costs to look: this view is the only one that reads a document for each line that it lists. */
export function ListeningCost({ pipelines }: { pipelines: number }) {
  const reads = pipelines * mostRuns + mostAlerts + mostQuarantined
  return (
    <p className="muted">
      Opening this view costs one read for each run, alert and record that it lists, at most {formatCount(reads)} (
      {formatDollars(dollarsOf({ reads, writes: 0 }))}); while it is open, each change of one is{' '}
      {formatCounted(1, 'read')} more. It listens only as long as it is open.
    </p>
  )
}
