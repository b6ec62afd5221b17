import { FieldPath, type Query, type QueryDocumentSnapshot, type QuerySnapshot } from '../../lib/firestore/firestore.ts'
import { sizeOf } from '../../lib/firestore/firestoreValues.ts'
import { portionLimits, Portions } from '../../lib/firestore/portions.ts'
import { lastInstant } from '../../lib/instant.ts'
import type { ChangeWindow, SourceNotice, SourcePage, SourceRecord } from '../../model/source.ts'
import { momentOfTimestamp, queryUsage } from '../../lib/firestore/usage.ts'
import { noUsage, recordOf, sumOf } from './documents.ts'
import type { TimedCollection } from './layout.ts'
import { reading } from '../../lib/firestore/reading.ts'
import { mixedNotice } from './notices.ts'
import { probeChangeTimes } from './probe.ts'
import { compareNative, describeKind, isNativeTime, kindOf, nativeOf, sameKind, type TimeKind } from './time.ts'

/**
 * The changes of a window, ascending by (change time, id), in pages of `pageSize`, or fewer where documents are large; the first
 * page carries what the probes cost and noticed. The page of an open window that reaches the bound is the last one, with all
 * that it holds beyond.
 */
export async function* readChanges(
  collection: TimedCollection,
  window: ChangeWindow,
  pageSize: number,
): AsyncGenerator<SourcePage> {
  const { kind, newest, notices, readTime, usage, state } = await probeChangeTimes(collection, window.until)
  if (kind === null || startOf(window) > window.until) {
    yield { records: [], readTime, usage, changeTimes: state, ...(notices.length > 0 && { notices }) }
    return
  }
  let query = windowQuery(collection, window, kind)
  let page: SourcePage = { records: [], readTime, usage, ...(notices.length > 0 && { notices }) }
  let [seen, bytes, isReported] = [0, 0, notices.length > 0]
  const portions = new Portions()
  for (;;) {
    const size = Math.min(pageSize - seen, portions.next)
    const snapshot = await reading(collection.layout.collection, () => query.limit(size).get())
    const { records, isMixed } = changedRecords(collection, snapshot, kind)
    page = joined(
      page,
      snapshot,
      records,
      isMixed && !isReported ? [mixedNotice(collection.layout, `${describeKind(kind)}, and others`)] : [],
    )
    isReported ||= isMixed
    seen += snapshot.size
    for (const { raw } of records) bytes += portions.learn(sizeOf(raw))
    const last = snapshot.docs.at(-1)
    const lastOwn = snapshot.docs.findLast(({ ref }) => collection.sourceIdOf(ref) !== null)
    // Behind the newest through the bound an open window may go on, with the next portion.
    const mayGoOn = window.isOpen === true && snapshot.size === size
    const isEnd =
      last === undefined ||
      (isSameState(lastOwn, newest) && !mayGoOn) ||
      isBeyond(collection, mayGoOn ? snapshot.docs[0] : last, window, kind)
    const isFull = seen >= pageSize || bytes >= portionLimits.bytes
    // A short portion is probably the last, so nobody waits for another.
    if (isEnd || isFull || snapshot.size < size) {
      yield { ...page, changeTimes: isReported ? 'mixed' : state }
      ;[page, seen, bytes] = [{ records: [], readTime, usage: noUsage }, 0, 0]
    }
    if (isEnd) return
    query = query.startAfter(last)
  }
}

/**
 * Tells whether the last document on a page is the newest that the probe saw, so that none is left. That a page is short proves nothing:
 * when the client resumes a broken query it counts progress messages as documents, and asks for too few.
 */
function isSameState(last: QueryDocumentSnapshot | undefined, newest: QueryDocumentSnapshot | undefined): boolean {
  if (last === undefined || newest === undefined) return false
  return newest.ref.path === last.ref.path && newest.updateTime.isEqual(last.updateTime)
}

/** Tells whether a document stands behind the window's bound, as only an open window gives any. */
function isBeyond(
  { changedAt }: TimedCollection,
  document: QueryDocumentSnapshot | undefined,
  { until }: ChangeWindow,
  kind: TimeKind,
): boolean {
  const value: unknown = document?.get(changedAt)
  return isNativeTime(value) && compareNative(value, nativeOf(until, kind, 'upper')) > 0
}

function startOf({ from }: ChangeWindow): string {
  return from.kind === 'at' ? from.at : from.point.at
}

/** A range filter takes values of one type only, so values of other types never come between. */
function windowQuery(collection: TimedCollection, window: ChangeWindow, kind: TimeKind): Query {
  const { documents, changedAt: field, documentOf } = collection
  const { from, until, isOpen = false } = window
  const ascending = documents
    .where(field, '<=', nativeOf(isOpen ? lastInstant : until, kind, 'upper'))
    .orderBy(field)
    .orderBy(FieldPath.documentId())
  return from.kind === 'at'
    ? ascending.startAt(nativeOf(from.at, kind, 'lower'))
    : ascending.startAfter(nativeOf(from.point.at, kind, 'exact'), documentOf(from.point.id))
}

/**
 * A value of the right type and another kind (a text in another format) stands out of the order of time: its record is
 * given, and says no change time, so that no watermark is made of it.
 */
function changedRecords(
  collection: TimedCollection,
  snapshot: QuerySnapshot,
  kind: TimeKind,
): { records: SourceRecord[]; isMixed: boolean } {
  let isMixed = false
  const records = snapshot.docs.flatMap((document): SourceRecord | [] => {
    const record = recordOf(collection, document)
    if (record === null) return []
    const own = kindOf(document.get(collection.changedAt), collection.zone)
    if (own !== null && sameKind(own, kind)) return record
    isMixed = true
    return { ...record, changedAt: null, isOutOfOrder: true as const }
  })
  return { records, isMixed }
}

/** A page with a portion behind it. It shows the moment of its first portion. */
function joined(
  page: SourcePage,
  snapshot: QuerySnapshot,
  records: readonly SourceRecord[],
  more: readonly SourceNotice[],
): SourcePage {
  const notices = [...(page.notices ?? []), ...more]
  return {
    records: [...page.records, ...records],
    readTime: page.records.length === 0 ? momentOfTimestamp(snapshot.readTime) : page.readTime,
    usage: sumOf(page.usage, queryUsage(snapshot.size)),
    ...(notices.length > 0 && { notices }),
  }
}
