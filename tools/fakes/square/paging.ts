import type { Entry } from '../timeIndex.ts'
import { cursorOf, placeOf, queryDigest, type CursorKind, type Place } from './cursors.ts'
import type { Fault } from './faults.ts'
import { invalid } from './refusal.ts'

/** Something that a list goes through, with its place in the list. */
export interface Row<T> {
  readonly entry: Entry
  readonly record: T
}

/** A request for a page of a list. */
export interface Asking {
  readonly path: string
  /** The query as it was parsed. */
  readonly query: { readonly cursor?: string | null | undefined }
  readonly nowMs: number
  readonly cursors: CursorKind
  readonly fault: Fault | null
}

export interface Page<T> {
  readonly rows: readonly T[]
  /** As it is sent: absent on the last page. */
  readonly cursor: { readonly cursor?: string }
}

/**
 * Gives one page of a list. `walk` yields the list's rows from behind an entry; a missing upper bound is `startedMs`. Throws a
 * Refusal for a cursor that is no good.
 */
export function pageOf<T>(
  asking: Asking,
  limit: number,
  walk: (after: Entry | null, startedMs: number) => Iterable<Row<T>>,
): Page<T> {
  const { path, query, nowMs, cursors, fault } = asking
  const digest = queryDigest(path, query)
  const place = placeOf(query.cursor ?? undefined, digest, nowMs)
  if (fault?.kind === 'deadCursor') throw invalid('INVALID_CURSOR', 'The cursor has expired.', 'cursor')
  const { taken, hasMore, next } = rowsFrom(place, mostOf(limit, fault), cursors, walk)
  const repeated = fault?.kind === 'repeatedRow' ? lastBefore(place, cursors, walk) : []
  const rows = [...repeated, ...taken.map(({ record }) => record)]
  if (fault?.kind === 'endlessCursor') return { rows, cursor: { cursor: endless(place, digest, nowMs, fault, query) } }
  if (!hasMore) return { rows, cursor: {} }
  if (fault?.kind === 'lostCursor') return { rows, cursor: (fault.isEmpty ?? false) ? { cursor: '' } : {} }
  return { rows, cursor: { cursor: cursorOf(next, digest, nowMs) } }
}

function mostOf(limit: number, fault: Fault | null): number {
  if (fault?.kind === 'shortPage') return Math.min(limit, fault.rows)
  return fault?.kind === 'repeatedRow' ? Math.max(1, limit - 1) : limit
}

function rowsFrom<T>(
  place: Place,
  most: number,
  cursors: CursorKind,
  walk: (after: Entry | null, startedMs: number) => Iterable<Row<T>>,
): { readonly taken: readonly Row<T>[]; readonly hasMore: boolean; readonly next: Place } {
  const taken: Row<T>[] = []
  let [toSkip, hasMore] = [cursors === 'offsets' ? place.offset : 0, false]
  for (const row of walk(cursors === 'places' ? place.after : null, place.startedMs)) {
    if (toSkip > 0) {
      toSkip -= 1
      continue
    }
    if (taken.length === most) {
      hasMore = true
      break
    }
    taken.push(row)
  }
  const after = taken.at(-1)?.entry ?? place.after
  return { taken, hasMore, next: { startedMs: place.startedMs, after, offset: place.offset + taken.length } }
}

/** The last row of the page before; none before the first page. */
function lastBefore<T>(
  place: Place,
  cursors: CursorKind,
  walk: (after: Entry | null, startedMs: number) => Iterable<Row<T>>,
): readonly T[] {
  let [last, passed]: [readonly T[], number] = [[], 0]
  for (const { entry, record } of walk(null, place.startedMs)) {
    if (cursors === 'offsets' && passed === place.offset) return last
    last = [record]
    passed += 1
    if (cursors === 'places' && entry.id === place.after?.id) return last
  }
  return last
}

/** The rows of a list that is sorted by a text of each record, which no other record has. */
export function* sortedBy<T>(
  records: readonly T[],
  textOf: (record: T) => string,
  isDescending: boolean,
  after: Entry | null,
): Generator<Row<T>> {
  const rows = records.map((record) => ({ entry: { time: 0, id: textOf(record) }, record }))
  const sorted = rows.toSorted((a, b) => (a.entry.id < b.entry.id ? -1 : 1))
  for (const row of isDescending ? sorted.toReversed() : sorted) {
    const { id } = row.entry
    if (after === null || (isDescending ? id < after.id : id > after.id)) yield row
  }
}

function endless(
  place: Place,
  digest: string,
  nowMs: number,
  { isNew }: { readonly isNew?: boolean },
  { cursor }: { readonly cursor?: string | null | undefined },
): string {
  return !(isNew ?? false) && cursor ? cursor : cursorOf(place, digest, nowMs, isNew)
}
