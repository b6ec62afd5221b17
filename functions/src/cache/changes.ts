import type { Head, PendingRow } from '../engine/encoding/head.ts'
import { segmentIndexOf } from '../engine/encoding/segment.ts'
import { compareKeys, isLive, type Row, type RowKey } from '../model/row.ts'
import type { Stream } from '../model/stream.ts'
import { recount, withoutRow, type LiveChange } from './facetCounts.ts'
import { recountUnmapped } from './unmapped.ts'

/** One record's step from the row that the cache shows to the one that it will show; a tombstone is a row too. */
export interface RowChange {
  readonly before: Row | null
  readonly after: Row
}

/** `newest` keeps this many rows when it is filled, so that some deletions pass before it must be filled again. */
export const newestRows = 400
/** The largest page and one row more, to know whether another page follows. */
const newestNeeded = 201
/** Rows are counted at about their JSON length; `newest` stays a small part of the head's 900 KB. */
const newestBytes = 200_000

const numberBytes = 8

/** About how many bytes a row takes before compression. */
export function rowBytes(row: Row): number {
  let bytes = 0
  for (const name in row) {
    const cell = row[name]
    bytes += typeof cell === 'string' ? Buffer.byteLength(cell) : numberBytes
  }
  return bytes
}

/** The head after `changes`, each of another record. What it shows changes, so the cache version grows. */
export function applyChanges(stream: Pick<Stream, 'unknownWords'>, head: Head, changes: readonly RowChange[]): Head {
  const pending = new Map(head.pending)
  const segments = [...head.segments]
  const counted: LiveChange[] = []
  for (const { before, after } of changes) {
    const known = pending.get(after.id)
    const segmentKey = known === undefined ? keyOf(before) : known.segmentKey
    // Deleted and inserted again, so that the oldest changes stay first.
    pending.delete(after.id)
    pending.set(after.id, { row: after, segmentKey })
    const liveBefore = before !== null && isLive(before) ? before : null
    if (known === undefined && liveBefore !== null) {
      const index = segmentIndexOf(segments, liveBefore)
      const segment = segments[index]
      if (segment !== undefined) segments[index] = withoutRow(head.columns, segment, liveBefore)
    }
    counted.push([liveBefore, isLive(after) ? after : null])
  }
  const added = counted.reduce((sum, [before, after]) => sum + Number(after !== null) - Number(before !== null), 0)
  return {
    ...head,
    cacheVersion: head.cacheVersion + 1,
    segments,
    pending,
    live: head.live + added,
    facets: recount(head.columns, head.facets, counted),
    unmapped: recountUnmapped(stream, head.unmapped, counted),
    ...newestAfter(head, changes),
  }
}

function keyOf(row: Row | null): RowKey | null {
  return row === null ? null : { createdAt: row.createdAt, id: row.id }
}

function newestAfter(head: Head, changes: readonly RowChange[]): Pick<Head, 'newest' | 'newestFloor'> {
  const changed = new Set(changes.map(({ after }) => after.id))
  const floor = head.newestFloor
  const added = changes
    .map(({ after }) => after)
    .filter((row) => isLive(row) && (floor === null || compareKeys(row, floor) >= 0))
  return trimNewest([...head.newest.filter((row) => !changed.has(row.id)), ...added], floor)
}

/** The newest of `rows`, which hold every live row at or above `floor` (null: every one), as far as the head keeps them. */
export function trimNewest(rows: readonly Row[], floor: RowKey | null): Pick<Head, 'newest' | 'newestFloor'> {
  const sorted = rows.toSorted((a, b) => compareKeys(b, a))
  let bytes = 0
  const cut = sorted.findIndex((row, i) => i >= newestRows || (bytes += rowBytes(row)) > newestBytes)
  if (cut === -1) return { newest: sorted, newestFloor: floor }
  const newest = sorted.slice(0, cut)
  const last = newest.at(-1)
  // Without a single row that fits, nothing is known: a floor above every key.
  return { newest, newestFloor: keyOf(last ?? null) ?? { createdAt: Number.MAX_SAFE_INTEGER, id: '' } }
}

/** Whether deletions have left fewer newest rows than a page needs, and filling up would help. */
export function needsRefill(head: Head): boolean {
  if (head.newestFloor === null || head.newest.length >= newestNeeded) return false
  return head.newest.reduce((bytes, row) => bytes + rowBytes(row), 0) < newestBytes / 2
}

/** The live rows that segments' `rows` and the head's pending changes show together (invariant 8). */
export function overlay(rows: readonly Row[], pending: ReadonlyMap<string, PendingRow>): Row[] {
  const shown = rows.filter((row) => isLive(row) && !pending.has(row.id))
  for (const { row } of pending.values()) {
    if (isLive(row)) shown.push(row)
  }
  return shown
}
