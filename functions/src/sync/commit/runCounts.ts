import type { Meter } from '../../lib/meter.ts'
import type { SourceUsage } from '../../model/source.ts'
import { addCounts, noCounts, type Counts } from '../../model/state.ts'

/** The counts of a run over all of its tasks: records that were committed, and costs. */
export class RunCounts {
  /** The counts of earlier tasks and of this one so far, without those that the meter keeps. */
  #counts: Counts
  readonly #meter: Meter
  readonly #elapsedMs: () => number

  constructor(before: Counts, meter: Meter, elapsedMs: () => number) {
    this.#counts = before
    this.#meter = meter
    this.#elapsedMs = elapsedMs
  }

  get fetched(): number {
    return this.#counts.fetched
  }

  get deleted(): number {
    return this.#counts.deleted
  }

  /** The number of records that the cache would have without the run's deletions, given the number that it has now. */
  beforeDeletions(live: number): number {
    return live + this.#counts.deleted
  }

  /** All counts, with what a commit still to come adds: its records, and so many documents written. */
  with(records: Partial<Counts> = {}, writes = 0): Counts {
    const counts = addCounts(this.#counts, { ...noCounts, ...records })
    return {
      ...counts,
      firestoreReads: counts.firestoreReads + this.#meter.reads,
      firestoreWrites: counts.firestoreWrites + this.#meter.writes + writes,
      durationMs: counts.durationMs + this.#elapsedMs(),
    }
  }

  add(counts: Partial<Counts>): void {
    this.#counts = addCounts(this.#counts, { ...noCounts, ...counts })
  }

  addUsage(usage: SourceUsage): void {
    this.add({ sourceCalls: usage.calls, firestoreReads: usage.reads })
  }
}
