import { z } from 'zod'

import { isoOf, shift, type Instant } from '../../lib/instant.ts'
import { wholeSource, type ParsedRecord, type Source, type SourceRecord } from '../../model/source.ts'
import { recordIdOf, type CachedRecord } from '../../model/stream.ts'
import type { ApiAnswer, CallApi } from '../vendor/api.ts'
import { isObject, memberOf } from '../vendor/fields.ts'
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

/** One type of objects of a catalog. `parse` makes a record of an object's own part. */
export interface CatalogKind<R extends CachedRecord> {
  readonly stream: string
  /** The vendor's name of the type. Nested ones have to be named to be found. */
  readonly type: 'ITEM' | 'ITEM_VARIATION' | 'CATEGORY'
  /** The member that holds an object's own part. */
  readonly member: string
  readonly parse: (data: Readonly<Record<string, unknown>>, ids: CatalogIds) => ParsedRecord<R>
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
    ask: (cursor, from) => searchChanged(call, kind.type, cursor, from),
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
        const path = '/v2/catalog/batch-retrieve'
        const answer = await call({ method: 'POST', path, body: { object_ids: ids }, data: pageSchema('objects') })
        const found = answer.data.rows.filter(({ is_deleted }) => is_deleted !== true)
        return { ...answer, found: found.map((row) => recordOf(row, answer.askedAt)) }
      }),
    parse: (record) => parseObject(record, kind),
  }
}

const latestSchema = z.looseObject({ latest_time: z.string().nullish() })

/** The objects that changed after a moment, those that were deleted among them. */
function searchChanged(
  call: CallApi,
  type: string,
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
    object_types: [type],
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
  const parsed = parse(data, { id: recordIdOf('square', sourceId), source: 'square', sourceId, updatedAt })
  return parsed.ok ? { ...parsed, payload: raw } : parsed
}
