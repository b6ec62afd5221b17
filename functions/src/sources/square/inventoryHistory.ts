import { isoOf, shift } from '../../lib/instant.ts'
import { wholeSource, type ParsedRecord, type Source, type SourceRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import type { InventoryChange } from '../../streams/inventoryHistory/schema.ts'
import { idOf, isObject, memberOf, textOf } from '../vendor/fields.ts'
import type { RawRow } from '../vendor/list.ts'
import { changesByCursor, enumerateByCursor, lookUpInList, type CursorList } from './cursorList.ts'
import { newestOfFirstPage } from './inventory.ts'
import { faultsIn } from './normalise.ts'
import { quantityOf } from './orderParts.ts'
import { pageSchema } from './page.ts'
import { isoOfTime, recordOf } from './records.ts'
import { merchantSource, type MerchantSourceOptions } from './source.ts'

/** The most changes of a page. */
const largestPage = 1_000
/** The members that hold a change, by its type. */
const members = { PHYSICAL_COUNT: 'physical_count', ADJUSTMENT: 'adjustment', TRANSFER: 'transfer' } as const

/** Returns the member that holds a change, whatever its type; null where its type is unknown. */
function changeIn(row: unknown): RawRow | null {
  const type = textOf(memberOf(row, 'type')) ?? ''
  const own = Object.hasOwn(members, type) ? memberOf(row, members[type as keyof typeof members]) : null // It has that key.
  return isObject(own) ? own : null
}

/** The changes of one merchant's inventory, each of which is kept: the vendor's counts show only what they come to. */
export function createInventoryHistorySource(options: MerchantSourceOptions): Source<InventoryChange> {
  const { call, now } = options
  const list: CursorList = {
    ask: (cursor, from) =>
      call({
        method: 'POST',
        path: '/v2/inventory/changes/batch-retrieve',
        body: {
          types: Object.keys(members),
          limit: largestPage,
          // The vendor leaves that moment itself out, and so one millisecond before it.
          ...(from !== null && { updated_after: isoOf(shift(from, -1)) }),
          ...(cursor !== null && { cursor }),
        },
        data: pageSchema('changes', (row) => idOf(changeIn(row)?.id)),
      }),
    recordOf: (row, readTime) => {
      const change = changeIn(row)
      // It says `created_at` where others say `updated_at`, for it never changes.
      const { raw: _change, ...record } = recordOf({ ...change, updated_at: change?.created_at }, readTime)
      return { ...record, raw: row }
    },
  }
  return {
    ...merchantSource(options, 'inventoryHistory'),
    strategy: 'unordered',
    partsAtOnce: 1,
    changes: (window, pageSize) => changesByCursor(list, window, pageSize, newestOfFirstPage),
    parts: async () => wholeSource,
    enumerate: (_part, cursor, pageSize) => enumerateByCursor(list, cursor, pageSize),
    lookup: (sourceIds) => lookUpInList(list, sourceIds, now),
    parse: parseChange,
  }
}

/** A missing quantity, time, place or thing puts a change into quarantine. */
function parseChange({ sourceId, raw }: SourceRecord): ParsedRecord<InventoryChange> {
  const change = changeIn(raw)
  if (change === null) return { ok: false, reason: 'it is of no type that is known' }
  const [quantity, createdAt] = [quantityOf(change.quantity), isoOfTime(change.created_at)]
  const [variationId, locationId] = [
    idOf(change.catalog_object_id),
    idOf(change.location_id ?? change.from_location_id),
  ]
  if (quantity === null || createdAt === null || variationId === null || locationId === null) {
    const missing = { quantity, created_at: createdAt, catalog_object_id: variationId, location_id: locationId }
    return { ok: false, reason: faultsIn(missing) }
  }
  const record: InventoryChange = {
    id: recordIdOf('square', sourceId),
    source: 'square',
    sourceId,
    type: textOf(memberOf(raw, 'type')) ?? '',
    variationId,
    locationId,
    toLocationId: textOf(change.to_location_id) ?? null,
    state: textOf(change.state ?? change.to_state) ?? null,
    fromState: textOf(change.from_state) ?? null,
    quantity,
    occurredAt: isoOfTime(change.occurred_at) ?? createdAt,
    createdAt,
  }
  return { ok: true, record, payload: change }
}
