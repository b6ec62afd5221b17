import type { RunStatus } from 'contract/sync.ts'
import { dollarsOf, formatDollars } from 'contract/prices.ts'
import type { RunInHistory } from '../backend/runHistory.ts'
import { formatCount } from '../format/count.ts'
import { formatDuration } from '../format/time.ts'

export const runStatusWords: Readonly<Record<RunStatus, { readonly word: string; readonly tone: string }>> = {
  succeeded: { word: 'Succeeded', tone: 'good' },
  running: { word: 'Under way', tone: 'plain' },
  skipped: { word: 'Skipped', tone: 'plain' },
  failed: { word: 'Failed', tone: 'bad' },
}

export const runModeWords: Readonly<Record<RunInHistory['mode'], string>> = { incremental: 'Incremental', full: 'Full' }

/** What a run cost in US dollars; null where its reads and writes are not known. */
export function costOf({ firestoreReads, firestoreWrites }: RunInHistory): number | null {
  if (firestoreReads === undefined || firestoreWrites === undefined) return null
  return dollarsOf({ reads: firestoreReads, writes: firestoreWrites })
}

const unknown = '–'

/** What the history says of a run, column by column. */
export const runColumns: readonly { readonly label: string; readonly textOf: (run: RunInHistory) => string }[] = [
  { label: 'New', textOf: ({ created }) => countText(created) },
  { label: 'Updated', textOf: ({ updated }) => countText(updated) },
  { label: 'Deleted', textOf: ({ deleted }) => countText(deleted) },
  { label: 'Quarantined', textOf: ({ quarantined }) => countText(quarantined) },
  { label: 'Duration', textOf: ({ durationMs }) => (durationMs === undefined ? unknown : formatDuration(durationMs)) },
  { label: 'Reads', textOf: ({ firestoreReads }) => countText(firestoreReads) },
  { label: 'Writes', textOf: ({ firestoreWrites }) => countText(firestoreWrites) },
  {
    label: 'Cost',
    textOf: (run) => {
      const cost = costOf(run)
      return cost === null ? unknown : formatDollars(cost)
    },
  },
]

function countText(count: number | undefined): string {
  return count === undefined ? unknown : formatCount(count)
}
