import type { Clock } from '../../lib/clock.ts'
import type { Meter } from '../../lib/meter.ts'
import type { SourceUsage } from '../../model/source.ts'
import { addCounts, noCounts, type Counts } from '../../model/state.ts'
import type { Outcome } from './outcomes.ts'

/** What a run has done, over all of its tasks. */
export class RunCounts {
  /** What earlier tasks counted, and this one so far but for what the meter has. */
  #counts: Counts
  readonly #meter: Meter
  readonly #clock: Clock
  readonly #startedMs: number

  constructor(before: Counts, meter: Meter, clock: Clock) {
    this.#counts = before
    this.#meter = meter
    this.#clock = clock
    this.#startedMs = clock.now()
  }

  /** Milliseconds since this task began. */
  get elapsedMs(): number {
    return Math.round(this.#clock.now() - this.#startedMs)
  }

  get fetched(): number {
    return this.#counts.fetched
  }

  get deleted(): number {
    return this.#counts.deleted
  }

  /** How many orders the cache would have without the run's deletions, given how many it has now. */
  beforeDeletions(live: number): number {
    return live + this.#counts.deleted
  }

  /** All counts, with what was billed so far and will be by `moreWrites` still to come. */
  with(moreWrites: number): Counts {
    return {
      ...this.#counts,
      firestoreReads: this.#counts.firestoreReads + this.#meter.reads,
      firestoreWrites: this.#counts.firestoreWrites + this.#meter.writes + moreWrites,
      durationMs: this.#counts.durationMs + this.elapsedMs,
    }
  }

  add(counts: Partial<Counts>): void {
    this.#counts = addCounts(this.#counts, { ...noCounts, ...counts })
  }

  addUsage(usage: SourceUsage): void {
    this.add({ sourceCalls: usage.calls, firestoreReads: usage.reads })
  }

  /** Counts a slice's outcomes, from before its commit on. */
  addOutcomes(slice: readonly Outcome[]): void {
    this.add(tallyOf(slice))
  }

  /** Takes a slice back that was not committed: it is in no report. */
  takeBack(slice: readonly Outcome[]): void {
    // Not back to what was there before: the source's count of its orders may have come meanwhile.
    this.add(Object.fromEntries(Object.entries(tallyOf(slice)).map(([name, value]) => [name, -value])))
  }
}

function tallyOf(slice: readonly Outcome[]) {
  const tally = { created: 0, updated: 0, unchanged: 0, stale: 0, quarantined: 0, deleted: 0 }
  for (const { difference } of slice) if (difference !== 'absent') tally[difference] += 1
  return tally
}
