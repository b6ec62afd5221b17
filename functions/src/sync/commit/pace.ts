/** The rate at which a run may write. */
export interface Pace {
  /** The least time between the starts of two commits, in milliseconds. */
  readonly commitEveryMs: number
  /** The most documents of a full run's first commits; later ones hold half as many more after each `growEveryMs` milliseconds. */
  readonly firstDocuments: number
  readonly growEveryMs: number
}

/**
 * The pace that Google advises: about one write a second, sustained, to one document (each commit writes the watermark document, and most
 * of them the head), and 500 writes a second at first to a collection, half as many more every five minutes
 * (https://firebase.google.com/docs/firestore/best-practices).
 */
export const advisedPace: Pace = { commitEveryMs: 1_000, firstDocuments: 500, growEveryMs: 300_000 }

/** The pace of the emulator, whose limits are others. */
export const unlimitedPace: Pace = { commitEveryMs: 0, firstDocuments: Infinity, growEveryMs: 300_000 }

/** The number of documents that a full run's commit may hold so many milliseconds after the run's start. */
export function documentsAfter({ firstDocuments, growEveryMs }: Pace, elapsedMs: number): number {
  return Math.floor(firstDocuments * 1.5 ** Math.floor(elapsedMs / growEveryMs))
}
