import { instantFromParts, partsOf, type Instant } from '../instant.ts'
import { Timestamp } from './firestore.ts'

/** A request to Firestore, and the documents billed for it. */
interface Usage {
  readonly calls: number
  readonly reads: number
}

/** The moment of a time that Firestore stamps itself. */
export function momentOfTimestamp({ seconds, nanoseconds }: Timestamp): Instant {
  return instantFromParts(seconds, nanoseconds)
}

/** The same moment as Firestore takes it in a query. */
export function timestampOf(instant: Instant): Timestamp {
  const { seconds, nanoseconds } = partsOf(instant)
  return new Timestamp(seconds, nanoseconds)
}

/** Returns the cost of a query that gave so many documents: Firestore bills at least one read. */
export function queryUsage(documents: number): Usage {
  return { calls: 1, reads: Math.max(1, documents) }
}

/** Returns the cost of a `count()` of so many index entries: a read for each thousand, at least one. */
export function countUsage(entries: number): Usage {
  return { calls: 1, reads: Math.max(1, Math.ceil(entries / 1000)) }
}
