import type { Head, PendingRow, SegmentInfo } from '../engine/encoding/head.ts'
import { segmentIndexOf } from '../engine/encoding/segment.ts'
import { compareKeys, type Row } from '../model/row.ts'
import type { Stream } from '../model/stream.ts'
import { rowBytes } from './changes.ts'
import { bytesOfIndex, indexed, type IndexChange } from './needleIndex.ts'
import { encodeSegment, segmentLimits, splitRows, type EncodedSegment } from './segments.ts'

/** Pending changes are folded above either of these, down to half. */
const pendingLimits = { rows: 1_000, bytes: 300_000 }
/** Segments rewritten by one commit hold at most this much before it: with the head it stays under 3.5 MiB. */
export const foldBytes = 1_200_000
/** How long a tombstone stays, in milliseconds. */
const tombstoneMs = 30 * 24 * 3_600_000

/** Whether the pending changes are due to be folded; `started` once folding has begun, which goes on to half. */
export function foldDue(head: Head, started: boolean): boolean {
  const share = started ? 0.5 : 1
  if (head.pending.size > pendingLimits.rows * share) return true
  let bytes = 0
  for (const { row } of head.pending.values()) bytes += rowBytes(row)
  return bytes > pendingLimits.bytes * share
}

/** The most pending changes that leave a commit's own enough room in the head. */
const crowdLimits = { rows: 2_000, bytes: 400_000 }

/** Tells whether the head holds so many pending rows that it has no room for another commit's. */
export function isCrowded({ pending }: Head): boolean {
  if (pending.size > crowdLimits.rows) return true
  let bytes = 0
  for (const { row } of pending.values()) bytes += rowBytes(row)
  return bytes > crowdLimits.bytes
}

export interface FoldPlan {
  /** Indexes into the manifest, ascending; -1 stands for the first segment of a pipeline that has none. */
  readonly indexes: readonly number[]
  readonly entries: readonly PendingRow[]
}

/**
 * Which segments to rewrite next, fullest of pending changes first, and the changes that fit into those. Together they have at
 * most `limitBytes`, but that the oldest change always fits: one that moves between two segments must not wait for ever.
 */
export function planFold(head: Head, limitBytes = foldBytes): FoldPlan {
  const entries = [...head.pending.values()].map((entry) => ({ entry, touched: touchedBy(entry, head.segments) }))
  const counts = new Map<number, number>()
  for (const { touched } of entries) for (const index of touched) counts.set(index, (counts.get(index) ?? 0) + 1)
  const chosen = new Set<number>()
  let bytes = 0
  const choose = (index: number): void => {
    bytes += chosen.has(index) ? 0 : (head.segments[index]?.bytes ?? 0)
    chosen.add(index)
  }
  entries[0]?.touched.forEach(choose)
  for (const [index] of [...counts].sort(([, a], [, b]) => b - a)) {
    if (bytes + (head.segments[index]?.bytes ?? 0) > limitBytes) break
    choose(index)
  }
  const fitting = entries.filter(({ touched }) => touched.every((index) => chosen.has(index)))
  for (const index of [...chosen].flatMap((one) => smallNeighbours(head.segments, one))) {
    if (bytes + (head.segments[index]?.bytes ?? 0) <= limitBytes) choose(index)
  }
  return { indexes: [...chosen].sort((a, b) => a - b), entries: fitting.map(({ entry }) => entry) }
}

function touchedBy(entry: PendingRow, segments: readonly SegmentInfo[]): number[] {
  const own = segmentIndexOf(segments, entry.row)
  const old = entry.segmentKey === null ? own : segmentIndexOf(segments, entry.segmentKey)
  return own === old ? [own] : [own, old]
}

function isSmall(segment: SegmentInfo | undefined): boolean {
  return segment !== undefined && segment.rows < segmentLimits.rows / 2 && segment.bytes < segmentLimits.bytes / 2
}

function smallNeighbours(segments: readonly SegmentInfo[], index: number): number[] {
  return isSmall(segments[index]) ? [index - 1, index + 1].filter((i) => isSmall(segments[i])) : []
}

/** A head, and the segments that are written and removed together with it. */
export interface Folded {
  readonly head: Head
  readonly written: readonly EncodedSegment[]
  /** Numbers of segments that are no more. */
  readonly removed: readonly number[]
  /** The changes of the documents that have the segments' needles. */
  readonly index: readonly IndexChange[]
}

/** A head that changes no segment. */
export function unfolded(head: Head): Folded {
  return { head, written: [], removed: [], index: [] }
}

/** The bytes of all that is written beside the head. */
export function bytesOf({ written, index }: Folded): number {
  return written.reduce((sum, { info }) => sum + info.bytes, bytesOfIndex(index))
}

/** The number of documents that are written or removed beside the head. */
export function documentsOf({ written, removed, index }: Folded): number {
  return written.length + removed.length + index.length
}

/**
 * The head and segments after `plan`: they show the same rows as before (invariant 8). `rowsOf` gives the present rows of
 * each planned segment by its number; `nowMs` decides which tombstones have had their time.
 */
export function fold(
  stream: Pick<Stream, 'columns'>,
  pipeline: string,
  head: Head,
  plan: FoldPlan,
  rowsOf: ReadonlyMap<number, readonly Row[]>,
  nowMs: number,
): Folded {
  const replaced = new Set(plan.entries.map(({ row }) => row.id))
  const pending = new Map([...head.pending].filter(([id]) => !replaced.has(id)))
  const arriving = Map.groupBy(plan.entries, ({ row }) => segmentIndexOf(head.segments, row))
  const written: EncodedSegment[] = []
  const removed: number[] = []
  let nextSegment = head.nextSegment
  const replacements = new Map<number, SegmentInfo[]>()
  for (const group of groupsOf(plan.indexes, head.segments)) {
    const present = group.flatMap((index) => rowsOf.get(head.segments[index]?.n ?? -1) ?? [])
    const kept = present.filter((row) => !replaced.has(row.id))
    const added = group.flatMap((index) => (arriving.get(index) ?? []).map(({ row }) => row))
    const rows = [...kept, ...added]
      .filter(({ deletedAt }) => deletedAt === null || deletedAt > nowMs - tombstoneMs)
      .sort(compareKeys)
    const [first = -1, ...others] = group
    const old = head.segments[first]
    const isLast = (group.at(-1) ?? -1) >= head.segments.length - 1
    const pieces = rows.length === 0 ? [] : splitRows(stream, rows, isLast)
    const encoded = pieces.map((piece, i) => {
      const reused = i === 0 ? old : undefined
      const n = reused?.n ?? nextSegment++
      const low = reused?.low ?? keyOf(piece.rows[0])
      const version = (reused?.version ?? 0) + 1
      const isRightmost = isLast && i === pieces.length - 1
      return encodeSegment(head.columns, pipeline, { n, version, low }, piece, isRightmost, (id) => pending.has(id))
    })
    written.push(...encoded)
    for (const index of pieces.length === 0 ? group : others) removed.push(head.segments[index]?.n ?? -1)
    replacements.set(
      first,
      encoded.map(({ info }) => info),
    )
    for (const index of others) replacements.set(index, [])
  }
  const after = [
    ...(replacements.get(-1) ?? []),
    ...head.segments.flatMap((segment, index) => replacements.get(index) ?? [segment]),
  ]
  const { index, ...manifest } = indexed(head.segments, after, written, nextSegment)
  return { head: { ...head, ...manifest, pending }, written, removed: removed.filter((n) => n !== -1), index }
}

function keyOf(row: Row | undefined): { createdAt: number; id: string } {
  return { createdAt: row?.createdAt ?? 0, id: row?.id ?? '' }
}

/** Neighbours that are both under half full become one; every other planned segment stays by itself. */
function groupsOf(indexes: readonly number[], segments: readonly SegmentInfo[]): number[][] {
  const groups: number[][] = []
  let rows = 0
  for (const index of indexes) {
    const group = groups.at(-1)
    const segment = segments[index]
    const joins =
      group !== undefined &&
      group.at(-1) === index - 1 &&
      isSmall(segment) &&
      isSmall(segments[index - 1]) &&
      rows + (segment?.rows ?? 0) <= segmentLimits.rows
    if (joins) group.push(index)
    else groups.push([index])
    rows = (joins ? rows : 0) + (segment?.rows ?? 0)
  }
  return groups
}
