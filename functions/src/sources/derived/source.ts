import type { SourceName } from '../../contract/order.ts'
import { instantFromMs, type Instant } from '../../lib/instant.ts'
import type { Row } from '../../model/row.ts'
import { noMapping } from '../../model/mapping.ts'
import { noChanges, wholeSource, type EnumerationPage, type Source, type SourceRecord } from '../../model/source.ts'
import type { CachedRecord } from '../../model/stream.ts'

/** A way to compute records from other pipelines' rows. */
export interface Derivation<R extends CachedRecord> {
  /** The name that the records' ids begin with. */
  readonly name: SourceName
  /** The identity of this way to compute records: another way has another one, and a full run of its own. */
  readonly identity: string
  /**
   * Computes the record of an id from the rows that concern it, by their pipelines' ids; there is at least one. Returns null where they
   * make none.
   */
  readonly of: (sourceId: string, rows: Readonly<Record<string, readonly Row[]>>) => R | null
  readonly now: () => Instant
}

/** The one version of all records derived from the same inputs: what is computed later is computed from what is newer. */
const version = '0'

/**
 * A source whose records are computed from other pipelines' rows, one at most for every id that a row concerns. Commits of those
 * pipelines report the ids whose rows they change, and only these are computed again.
 */
export function createDerivedSource<R extends CachedRecord>({ name, identity, of, now }: Derivation<R>): Source<R> {
  const recordOf = (sourceId: string): SourceRecord => ({
    sourceId,
    changedAt: null,
    version,
    readTime: now(),
    raw: null,
  })
  return {
    name,
    strategy: 'derived',
    identity: `derived/${identity}`,
    origin: { name: 'the streams that it is computed from', setting: 'their settings' },
    mapping: noMapping,
    settings: { statuses: 'of its inputs', records: 'of its inputs' },
    findsUpdates: true,
    feed: null,
    recent: null,
    pageBytes: 1_000_000,
    partsAtOnce: 1,
    changes: noChanges,
    parts: async () => wholeSource,
    enumerate: (_part, cursor, pageSize, inputs) => {
      const ids = inputs.ids().filter((id) => of(id, inputs.of(id)) !== null)
      return enumerate(ids, cursor, pageSize, recordOf)
    },
    lookup: async (sourceIds, inputs) => {
      const known = new Set(inputs.ids())
      const there = new Set(sourceIds.filter((id) => known.has(id) && of(id, inputs.of(id)) !== null))
      const readTime = now()
      return {
        found: [...there].map(recordOf),
        absent: sourceIds.filter((id) => !there.has(id)).map((sourceId) => ({ sourceId, readTime })),
        readTime,
        usage: { calls: 0, reads: 0 },
      }
    },
    count: async () => ({ total: null, usage: { calls: 0, reads: 0 } }),
    parse: ({ sourceId }, inputs) => {
      const record = of(sourceId, inputs.of(sourceId))
      return record === null ? { ok: false, reason: 'nothing makes it' } : { ok: true, record, payload: {} }
    },
    marksOf: () => [],
    review: () => ({ notices: [], reviewed: [], changeTimes: null }),
  }
}

async function* enumerate(
  ids: readonly string[],
  cursor: string | null,
  pageSize: number,
  recordOf: (sourceId: string) => SourceRecord,
): AsyncGenerator<EnumerationPage> {
  const sorted = ids.filter((id) => cursor === null || id > cursor).toSorted()
  for (let start = 0; start < sorted.length; start += pageSize) {
    const page = sorted.slice(start, start + pageSize)
    const records = page.map(recordOf)
    const readTime = records[0]?.readTime ?? instantFromMs(0)
    yield { records, readTime, usage: { calls: 0, reads: 0 }, cursor: page.at(-1) ?? '', isPausePoint: true }
  }
}
