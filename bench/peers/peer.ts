import type { Engine } from './answer.ts'
import type { PeerRow } from './listed.ts'
import type { BilledReads } from './results.ts'

/** The files of a contestant. */
export interface Place {
  /** The folder of its stored data; the sizes of all files in it are added up. */
  readonly stored: string
  /** The folder of what its callers know, such as cursors; it counts as nobody's data. */
  readonly besides: string
  /** The copy of this project whose code answers for Tidemark. */
  readonly checkout: string
}

/** A way to keep orders in files, and to answer from these files. */
export interface Peer {
  /** Writes the benchmark's rows, which ascend by creation time and id. */
  store(place: Place, rows: readonly PeerRow[]): Promise<void>
  /** Imports the code that answers, and returns what opens the files: that alone is measured. */
  ready(place: Place): Promise<() => Promise<Engine>>
  /** Counts the documents that Firestore bills a new instance for; null for who has none. */
  readonly billed: ((place: Place) => Promise<BilledReads>) | null
}
