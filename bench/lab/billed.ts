import type { Bill } from '../reads/tally.ts'

/** What work returned, what it added to the counts of its client, and how long it took in milliseconds. */
export interface Billed<T> {
  readonly value: T
  readonly bill: Bill
  readonly ms: number
}

export async function billed<T>(counts: Bill, work: () => Promise<T>): Promise<Billed<T>> {
  const before = { reads: counts.reads, writes: counts.writes }
  const startedMs = performance.now()
  const value = await work()
  const ms = performance.now() - startedMs
  return { value, bill: { reads: counts.reads - before.reads, writes: counts.writes - before.writes }, ms }
}
