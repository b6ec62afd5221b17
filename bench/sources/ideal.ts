import { documentsAfter, type Pace } from '../../functions/src/sync/commit/pace.ts'

/** The numbers from which the least time of reading from a vendor follows. */
export interface Reading {
  readonly calls: number
  /** The time that each call takes, in milliseconds. */
  readonly latencyMs: number
  /** By so much faults held up calls, all together. */
  readonly heldMs: number
  /** Calls under way at once. */
  readonly atOnce: number
}

/** The milliseconds that calls take where as many as may are under way at any moment. */
export function idealMs({ calls, latencyMs, heldMs, atOnce }: Reading): number {
  return (calls * latencyMs + heldMs) / atOnce
}

/** The calls that a shop's orders take where every page is full. */
export function fullPages(orders: number, pageSize: number): number {
  return Math.ceil(orders / pageSize)
}

/** The time that all calls take, one after another, from that of some of them. */
export function scaledMs(ms: number, measured: number, all: number): number {
  return (ms * all) / measured
}

/** The milliseconds that commits of a first copy take at least at a pace, where a commit holds `mostDocuments` at most. */
export function pacedMs(documents: number, pace: Pace, mostDocuments: number): number {
  let elapsedMs = 0
  for (let left = documents; left > 0; elapsedMs += pace.commitEveryMs) {
    left -= Math.min(mostDocuments, documentsAfter(pace, elapsedMs))
  }
  return elapsedMs
}
