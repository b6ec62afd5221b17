import { z } from 'zod'

import { isoOf, shift, type Instant } from '../../lib/instant.ts'
import { wholeSource, type ParsedRecord, type Source, type SourceRecord } from '../../model/source.ts'
import { recordIdOf, type CachedRecord } from '../../model/stream.ts'
import type { ApiAnswer, CallApi } from '../vendor/api.ts'
import { isObject, memberOf, textOf } from '../vendor/fields.ts'
import type { RawRow } from '../vendor/list.ts'
import { lookUpInLots } from '../vendor/lookup.ts'
import { vendorName } from './client.ts'
import { changesByCursor, enumerateByCursor, type CursorList, type CursorPage } from './cursorList.ts'
import { faultsIn } from './normalise.ts'
import { pageSchema } from './page.ts'
import { isoOfTime, recordOf, timeOf } from './records.ts'
import { merchantSource, type MerchantSourceOptions } from './source.ts'

/** The objects of a page that shows changes: items come with all their variations. */
const changesPage = 250
/** The most objects that one request may name, of a thousand that the vendor takes: an answer has to fit the client's limit. */
const mostIds = 250

/** The ids that every catalog record has, and when it changed. */
export interface CatalogIds extends CachedRecord {
  readonly source: 'square'
  readonly sourceId: string
  readonly updatedAt: string
}

type RawPart = Readonly<Record<string, unknown>>
type CatalogType = 'ITEM' | 'ITEM_VARIATION' | 'CATEGORY'

/** One type of objects of a catalog. `parse` makes a record of an object's own part, and of the object around it. */
export interface CatalogKind<R extends CachedRecord> {
  readonly stream: string
  /** The vendor's name of the type. Nested ones have to be named to be found. */
  readonly type: CatalogType
  /** The type of objects that are shown nested in these, whose changes are none of theirs, and the member that names the one around. */
  readonly nested?: { readonly type: CatalogType; readonly member: string; readonly owner: string }
  /** The member that holds an object's own part. */
  readonly member: string
  readonly parse: (data: RawPart, ids: CatalogIds, object: RawPart) => ParsedRecord<R>
}

/**
 * The objects of one type in a merchant's catalog. What changed since a moment comes in no order of time, with what was deleted, and
 * with the time of the catalog's last change: the next window begins there, for a clock of ours would miss updates.
 */
export function createCatalogSource<R extends CachedRecord>(
  options: MerchantSourceOptions,
  kind: CatalogKind<R>,
): Source<R> {
  const { call, now } = options
  const changed: CursorList = {
    ask: (cursor, from) => searchChanged(call, kind, cursor, from),
    recordOf,
    isGone: ({ is_deleted }) => is_deleted === true,
  }
  const all: CursorList = { ask: (cursor) => listAll(call, kind.type, cursor), recordOf }
  return {
    ...merchantSource(options, kind.stream),
    strategy: 'unordered',
    partsAtOnce: 1,
    changes: (window, pageSize) => changesByCursor(changed, window, pageSize, ({ latest }, since) => latest ?? since),
    parts: async () => wholeSource,
    enumerate: (_part, cursor, pageSize) => enumerateByCursor(all, cursor, pageSize),
    lookup: (sourceIds) =>
      lookUpInLots(vendorName, sourceIds, mostIds, now, async (ids) => {
        const answer = await retrieve(call, ids)
        return { ...answer, found: answer.data.map((row) => recordOf(row, answer.askedAt)) }
      }),
    parse: (record) => parseObject(record, kind),
  }
}

const latestSchema = z.looseObject({ latest_time: z.string().nullish() })

/** The objects with these ids that are there. */
async function retrieve(call: CallApi, ids: readonly string[]): Promise<ApiAnswer<readonly RawRow[]>> {
  const path = '/v2/catalog/batch-retrieve'
  const answer = await call({ method: 'POST', path, body: { object_ids: ids }, data: pageSchema('objects') })
  return { ...answer, data: answer.data.rows.filter(({ is_deleted }) => is_deleted !== true) }
}

/** The objects that changed after a moment, those that were deleted among them, and those that show one that did. */
async function searchChanged(
  call: CallApi,
  { type, nested }: Pick<CatalogKind<CatalogIds>, 'type' | 'nested'>,
  cursor: string | null,
  from: Instant | null,
): Promise<ApiAnswer<CursorPage>> {
  if (nested === undefined) return search(call, [type], cursor, from)
  const answer = await search(call, [type, nested.type], cursor, from)
  const rows = answer.data.rows.filter((row) => row.type !== nested.type)
  const shown = new Set(rows.map(({ id }) => id))
  const owners = answer.data.rows.flatMap((row) => textOf(memberOf(row[nested.member], nested.owner)) ?? [])
  const ids = [...new Set(owners)].filter((id) => !shown.has(id))
  if (ids.length === 0) return { ...answer, data: { ...answer.data, rows } }
  const around = await retrieve(call, ids)
  const calls = answer.calls + around.calls
  return { ...answer, calls, data: { ...answer.data, rows, beside: around.data } }
}

function search(
  call: CallApi,
  types: readonly CatalogType[],
  cursor: string | null,
  from: Instant | null,
): Promise<ApiAnswer<CursorPage>> {
  const page = pageSchema('objects')
  const data = z.unknown().transform((answer, context): CursorPage => {
    const [parsed, latest] = [page.safeParse(answer), latestSchema.safeParse(answer)]
    if (parsed.success && latest.success) return { ...parsed.data, latest: timeOf(latest.data.latest_time) }
    for (const { path, message } of parsed.error?.issues ?? latest.error?.issues ?? [])
      context.addIssue({ code: 'custom', path, message })
    return z.NEVER
  })
  const body = {
    object_types: types,
    include_deleted_objects: true,
    limit: changesPage,
    // The vendor leaves that moment itself out, and so one millisecond before it.
    ...(from !== null && { begin_time: isoOf(shift(from, -1)) }),
    ...(cursor !== null && { cursor }),
  }
  return call({ method: 'POST', path: '/v2/catalog/search', body, data })
}

/** Lists the objects that exist, a hundred a page. Told: it shows new ones at once, and a search does not. */
function listAll(call: CallApi, type: string, cursor: string | null): Promise<ApiAnswer<CursorPage>> {
  const query = { types: type, ...(cursor !== null && { cursor }) }
  return call({ method: 'GET', path: '/v2/catalog/list', query, data: pageSchema('objects') })
}

function parseObject<R extends CachedRecord>(
  { sourceId, raw }: SourceRecord,
  { member, parse }: CatalogKind<R>,
): ParsedRecord<R> {
  if (!isObject(raw)) return { ok: false, reason: 'it is no object' }
  const [updatedAt, data] = [isoOfTime(raw.updated_at), memberOf(raw, member)]
  if (updatedAt === null || !isObject(data)) {
    return { ok: false, reason: faultsIn({ updated_at: updatedAt, [member]: isObject(data) ? data : null }) }
  }
  const parsed = parse(data, { id: recordIdOf('square', sourceId), source: 'square', sourceId, updatedAt }, raw)
  return parsed.ok ? { ...parsed, payload: raw } : parsed
}
