import { isoOf, shift, type Instant } from '../../lib/instant.ts'
import { wholeSource, type Lookup, type ParsedRecord, type Source, type SourceRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import type { InventoryCount } from '../../streams/inventoryCounts/schema.ts'
import type { ApiAnswer, CallApi } from '../vendor/api.ts'
import { idOf, isObject } from '../vendor/fields.ts'
import type { RawRow } from '../vendor/list.ts'
import { changesByCursor, enumerateByCursor, lookUpInList, type CursorList, type CursorPage } from './cursorList.ts'
import { faultsIn } from './normalise.ts'
import { quantityOf } from './orderParts.ts'
import { pageSchema } from './page.ts'
import { isoOfTime, recordOf } from './records.ts'
import { merchantSource, type MerchantSourceOptions } from './source.ts'

/** The most counts of a page. */
const largestPage = 1_000
/** The most variations that one request may name. */
const mostIds = 500

/** Returns the id of a count, `variation:location:state`; null where one of the three is missing, or cannot be part of an id. */
export function countIdOf(row: unknown): string | null {
  if (!isObject(row)) return null
  const parts = [row.catalog_object_id, row.location_id, row.state].map(idOf)
  return parts.every((part) => part !== null && /^[^:/#]+$/.test(part)) ? parts.join(':') : null
}

/**
 * The counts of one merchant's inventory. They come newest first, and nothing says through when they are complete but the newest of
 * the first page; what was counted while the list is read comes to its beginning, and so with the next window.
 */
export function createInventorySource(options: MerchantSourceOptions): Source<InventoryCount> {
  const { call, now } = options
  const all = listOf(call, {})
  return {
    ...merchantSource(options, 'inventoryCounts'),
    strategy: 'unordered',
    partsAtOnce: 1,
    changes: (window, pageSize) => changesByCursor(all, window, pageSize, newestOfFirstPage),
    parts: async () => wholeSource,
    enumerate: (_part, cursor, pageSize) => enumerateByCursor(all, cursor, pageSize),
    lookup: (sourceIds) => lookUp(call, [...new Set(sourceIds)], now),
    parse: parseCount,
  }
}

/** The time of the newest record of the first page, and never later than that page was asked for; without any, nothing has moved. */
export function newestOfFirstPage(
  { records, askedAt }: { readonly records: readonly SourceRecord[]; readonly askedAt: Instant },
  since: Instant,
): Instant {
  const [newest] = records
    .flatMap(({ changedAt }) => changedAt ?? [])
    .toSorted()
    .toReversed()
  return newest === undefined ? since : newest < askedAt ? newest : askedAt
}

function listOf(call: CallApi, filter: object): CursorList {
  return {
    ask: (cursor, from): Promise<ApiAnswer<CursorPage>> =>
      call({
        method: 'POST',
        path: '/v2/inventory/counts/batch-retrieve',
        body: {
          ...filter,
          limit: largestPage,
          // The vendor leaves that moment itself out, and so one millisecond before it.
          ...(from !== null && { updated_after: isoOf(shift(from, -1)) }),
          ...(cursor !== null && { cursor }),
        },
        data: pageSchema('counts', countIdOf),
      }),
    recordOf: countRecordOf,
  }
}

function countRecordOf(row: RawRow, readTime: Instant): SourceRecord {
  // It says `calculated_at` where others say `updated_at`.
  const { raw: _row, ...record } = recordOf({ id: countIdOf(row), updated_at: row.calculated_at }, readTime)
  return { ...record, raw: row }
}

/** Asks for all counts of the variations at the locations that ids name: what the answer does not hold is absent. */
async function lookUp(call: CallApi, sourceIds: readonly string[], now: () => Instant): Promise<Lookup> {
  const readTime = now()
  const lookups: Lookup[] = []
  for (let start = 0; start < sourceIds.length; start += mostIds) {
    const ids = sourceIds.slice(start, start + mostIds)
    const [variations, locations] = [0, 1].map((at) => [...new Set(ids.flatMap((id) => id.split(':')[at] ?? []))])
    const list = listOf(call, { catalog_object_ids: variations, location_ids: locations })
    lookups.push(await lookUpInList(list, ids, now))
  }
  return {
    found: lookups.flatMap(({ found }) => found),
    absent: lookups.flatMap(({ absent }) => absent),
    readTime,
    usage: { calls: lookups.reduce((sum, { usage }) => sum + usage.calls, 0), reads: 0 },
  }
}

/** A missing quantity or time puts a count into quarantine. */
function parseCount({ sourceId, raw }: SourceRecord): ParsedRecord<InventoryCount> {
  if (!isObject(raw)) return { ok: false, reason: 'it is no object' }
  const [quantity, updatedAt] = [quantityOf(raw.quantity), isoOfTime(raw.calculated_at)]
  const [variationId, locationId, state] = [raw.catalog_object_id, raw.location_id, raw.state].map(idOf)
  if (quantity === null || updatedAt === null || variationId == null || locationId == null || state == null) {
    return { ok: false, reason: faultsIn({ quantity, calculated_at: updatedAt, state: state ?? null }) }
  }
  const id = recordIdOf('square', sourceId)
  const record: InventoryCount = {
    id,
    source: 'square',
    sourceId,
    variationId,
    locationId,
    state,
    quantity,
    updatedAt,
  }
  return { ok: true, record, payload: raw }
}
