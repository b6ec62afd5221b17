import { SourceError } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Lookup, SourceRecord } from '../../model/source.ts'

/** The answer to one request for some ids: the records that are there. */
export interface LookedUp {
  readonly found: readonly SourceRecord[]
  readonly askedAt: Instant
  /** The moment by which the ids that are not among them were absent. */
  readonly answeredAt: Instant
  readonly calls: number
}

/**
 * Asks for records by their ids, `most` at a time. What an answer does not hold is not there; one that holds what nobody asked for
 * went by other ids, and proves nothing.
 */
export async function lookUpInLots(
  vendor: string,
  sourceIds: readonly string[],
  most: number,
  now: () => Instant,
  ask: (ids: readonly string[]) => Promise<LookedUp>,
): Promise<Lookup> {
  const ids = [...new Set(sourceIds)]
  const lots = Array.from({ length: Math.ceil(ids.length / most) }, (_, i) => ids.slice(i * most, (i + 1) * most))
  const answers = await Promise.all(lots.map(async (lot) => ({ lot, ...(await ask(lot)) })))
  const readTime = answers.map(({ askedAt }) => askedAt).toSorted()[0] ?? now()
  const found = answers.flatMap(({ found: records }) => records)
  if (found.some(({ sourceId }) => !ids.includes(sourceId))) {
    throw new SourceError(`${vendor} answered for other records than it was asked for.`, { retryable: true })
  }
  const absent = answers.flatMap(({ lot, found: records, answeredAt }) => {
    const there = new Set(records.map(({ sourceId }) => sourceId))
    return lot.filter((id) => !there.has(id)).map((sourceId) => ({ sourceId, readTime: answeredAt }))
  })
  const calls = answers.reduce((sum, answer) => sum + answer.calls, 0)
  return { found, absent, readTime, usage: { calls, reads: 0 } }
}
