import type { Instant } from './instant.ts'

/** What is not pure about time and chance, passed in so that a test can decide it. */
export interface Clock {
  /** The machine's clock in milliseconds; for durations, deadlines, names of files, and where a minute is no matter. */
  now(): number
  /** What counts as now, given the moment that Firestore stamped on an answer: leases and bounds go by its clock. */
  serverTime(readTime: Instant): Instant
  sleep(ms: number): Promise<void>
  /** Uniform in [0, 1): jitter. */
  random(): number
  /** 20 characters that nobody else gets. */
  randomId(): string
}
