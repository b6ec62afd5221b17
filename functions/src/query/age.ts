import { later, type Instant } from '../lib/instant.ts'
import type { View } from './view.ts'

/** How old an answer is: up to where its sources were read, and when the cache was. */
export interface Age {
  /** The bound of the oldest source, for an answer is as old as that; null before the first run. */
  readonly bound: Instant | null
  readonly readTime: Instant
}

export function ageOf({ heads, readTime }: Pick<View, 'heads' | 'readTime'>): Age {
  const bounds = heads.map(({ bound }) => bound)
  const bound = bounds.includes(null) ? null : bounds.reduce((a, b) => (later(a, b) === a ? b : a))
  return { bound, readTime }
}
