import { dollarsOf, formatDollars } from '../contract/prices.ts'
import type { PipelineState } from '../model/state.ts'

/** The reads of a full run and the writes that it may need, estimated from the last one. */
export interface FullRunCost {
  readonly records: number
  readonly sourceCalls: number
  readonly firestoreReads: number
  /** The most that there can be: every record changes, each with its share of lists and the journal. */
  readonly firestoreWrites: number
}

/** The cost of a full run of a pipeline, estimated by its last one that succeeded, or by the number of its records. */
export function fullRunCost({ lastFullRun, liveCount }: Pick<PipelineState, 'lastFullRun' | 'liveCount'>): FullRunCost {
  const known = lastFullRun?.status === 'succeeded' && lastFullRun.fetched > 0 ? lastFullRun : null
  const grown = known === null ? 1 : Math.max(1, liveCount / known.fetched)
  return {
    records: liveCount,
    sourceCalls: Math.ceil((known?.sourceCalls ?? 0) * grown),
    firestoreReads: Math.ceil((known?.firestoreReads ?? liveCount) * grown),
    firestoreWrites: liveCount,
  }
}

/** The cost in words: "about 2,034 reads ($0.00061), and up to 2,000 writes ($0.0018) where all of them come out otherwise". */
export function costWords({ firestoreReads: reads, firestoreWrites: writes }: FullRunCost): string {
  const ofReads = `${grouped(reads)} reads (${formatDollars(dollarsOf({ reads, writes: 0 }))})`
  const ofWrites = `${grouped(writes)} writes (${formatDollars(dollarsOf({ reads: 0, writes }))})`
  return `about ${ofReads}, and up to ${ofWrites} where all of them come out otherwise`
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** The alert's words for settings that have changed. */
export function remappedMessage(state: PipelineState): string {
  const cost = fullRunCost(state)
  return (
    `The settings by which the records of ${state.pipeline} are read have changed. A full run starts by itself and reads all ` +
    `${grouped(cost.records)} again: ${costWords(cost)}. Until it has ended, records that it has not reached are shown as the ` +
    'earlier settings had them.'
  )
}
