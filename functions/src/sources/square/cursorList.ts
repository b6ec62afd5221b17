import { z } from 'zod'

import { SourceError } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import type { ChangeWindow, EnumerationPage, Lookup, SourcePage, SourceRecord } from '../../model/source.ts'
import type { ApiAnswer } from '../vendor/api.ts'
import { VendorError } from '../vendor/calls.ts'
import type { RawRow } from '../vendor/list.ts'
import type { ListPage } from './page.ts'

/** A list that can only be read by its cursors. */
export interface CursorList {
  /** Asks for a page; the first by null. `from` is a moment since which rows changed; null for all there are. */
  readonly ask: (cursor: string | null, from: Instant | null) => Promise<ApiAnswer<CursorPage>>
  readonly recordOf: (row: RawRow, readTime: Instant) => SourceRecord
  /** Tells whether a row says that its record was deleted. */
  readonly isGone?: (row: RawRow) => boolean
}

export interface CursorPage extends ListPage {
  /** The moment through which the list shows all changes, where the vendor says so. */
  readonly latest?: Instant | null
  /** Rows that show something that changed, and whose own time of change says nothing of it. */
  readonly beside?: readonly RawRow[]
}

/** A page of a list, without the records that pages before it showed in the same state. */
interface ListedPage {
  /** The cursor by which it was asked for. */
  readonly cursor: string | null
  readonly records: readonly SourceRecord[]
  readonly gone: readonly string[]
  readonly latest: Instant | null
  readonly askedAt: Instant
  readonly calls: number
}

/** A list whose cursor dies is begun so often. */
const mostBeginnings = 3

/**
 * Reads a list from a cursor on. One that is refused died: the list begins again, and shows what it has shown already once. Throws a
 * SourceError where its cursors lead nowhere.
 */
async function* listed(list: CursorList, start: string | null, from: Instant | null): AsyncGenerator<ListedPage> {
  const shown = new Set<string>()
  let used = new Set<string>()
  let [cursor, beginnings] = [start, 1]
  for (;;) {
    const answer = await askFor(list, cursor, from)
    if (answer === null) {
      if ((beginnings += 1) > mostBeginnings) throw failed('Square refused the cursor of a list again and again.')
      ;[cursor, used] = [null, new Set()]
      continue
    }
    const { data, askedAt, calls } = answer
    const page = { cursor, records: [] as SourceRecord[], gone: [] as string[], latest: data.latest ?? null }
    for (const row of data.rows) {
      const record = list.recordOf(row, askedAt)
      const state = JSON.stringify([record.sourceId, record.version])
      if (shown.has(state)) continue
      shown.add(state)
      if (list.isGone?.(row) === true) page.gone.push(record.sourceId)
      else page.records.push(record)
    }
    for (const row of data.beside ?? []) {
      page.records.push({ ...list.recordOf(row, askedAt), changedAt: null, isOutOfOrder: true })
    }
    yield { ...page, askedAt, calls }
    if (data.cursor === '') return
    if (used.has(data.cursor)) throw failed('A list of Square leads in a circle.')
    used.add(data.cursor)
    cursor = data.cursor
  }
}

function failed(message: string): SourceError {
  return new SourceError(message, { retryable: true, wasRetried: true })
}

/** An answer; null where the cursor was refused. */
async function askFor(
  list: CursorList,
  cursor: string | null,
  from: Instant | null,
): Promise<ApiAnswer<CursorPage> | null> {
  try {
    return await list.ask(cursor, from)
  } catch (error) {
    // Without its cursor the same list is understood: then it was the cursor that was refused.
    if (cursor === null || !(error instanceof VendorError && error.isRefusal)) throw error
    return null
  }
}

/**
 * All that changed since a window's beginning, in no order. What changes meanwhile may come, too: the vendor is asked for no end, for
 * what left a window while it is read would shift its pages. `throughOf` names the moment through which the first page shows all.
 */
export async function* changesByCursor(
  list: CursorList,
  { from, until }: ChangeWindow,
  pageSize: number,
  throughOf: (first: Pick<ListedPage, 'records' | 'latest' | 'askedAt'>, since: Instant, until: Instant) => Instant,
): AsyncGenerator<SourcePage> {
  const since = from.kind === 'at' ? from.at : from.point.at
  let through: Instant | null = null
  for await (const page of listed(list, null, since)) {
    const { askedAt, gone, calls } = page
    through ??= throughOf(page, since, until)
    const records = page.records.filter(({ changedAt }) => changedAt === null || changedAt >= since)
    for (let start = 0; start === 0 || start < records.length; start += pageSize) {
      const usage = { calls: start === 0 ? calls : 0, reads: 0 }
      const some = records.slice(start, start + pageSize)
      yield { records: some, readTime: askedAt, usage, through, ...(start === 0 && { gone }) }
    }
  }
}

const positionSchema = z.tuple([z.string().nullable(), z.string()])

/** Every record of a list. A place in it is the cursor of a page, and the last record of it that was given. */
export async function* enumerateByCursor(
  list: CursorList,
  position: string | null,
  pageSize: number,
): AsyncGenerator<EnumerationPage> {
  let [cursor, last] = positionOf(position)
  for await (const page of listed(list, cursor, null)) {
    // From another page on, that record is in none: the list may begin again.
    const given = page.cursor === cursor ? page.records.findIndex(({ sourceId }) => sourceId === last) + 1 : 0
    const records = page.records.slice(given)
    for (let start = 0; start === 0 || start < records.length; start += pageSize) {
      const some = records.slice(start, start + pageSize)
      const isPausePoint = start + pageSize >= records.length
      const usage = { calls: start === 0 ? page.calls : 0, reads: 0 }
      ;[cursor, last] = [page.cursor, some.at(-1)?.sourceId ?? last]
      yield { records: some, readTime: page.askedAt, usage, cursor: JSON.stringify([cursor, last]), isPausePoint }
    }
  }
}

function positionOf(position: string | null): z.infer<typeof positionSchema> {
  if (position === null || position === '') return [null, '']
  try {
    return positionSchema.parse(JSON.parse(position))
  } catch (cause) {
    const message = 'The enumeration cannot go on from its checkpoint: start a new full run.'
    throw new SourceError(message, { retryable: false, cause })
  }
}

/** Looks records up in a list that is short and can be asked for no ids: what the whole of it does not hold is absent. */
export async function lookUpInList(
  list: CursorList,
  sourceIds: readonly string[],
  now: () => Instant,
): Promise<Lookup> {
  const wanted = new Set(sourceIds)
  const found = new Map<string, SourceRecord>()
  const startedAt = now()
  let calls = 0
  for await (const page of listed(list, null, null)) {
    calls += page.calls
    for (const record of page.records) if (wanted.has(record.sourceId)) found.set(record.sourceId, record)
  }
  const readTime = now()
  const absent = [...wanted].filter((id) => !found.has(id)).map((sourceId) => ({ sourceId, readTime }))
  return { found: [...found.values()], absent, readTime: startedAt, usage: { calls, reads: 0 } }
}
