import { FieldPath, type Query, type QueryDocumentSnapshot, type QuerySnapshot } from '../../lib/firestore.ts'
import type { ChangeWindow, SourceNotice, SourcePage, SourceRecord } from '../../model/source.ts'
import { momentOfTimestamp, queryUsage, recordOf, sumOf, type OrderCollection } from './documents.ts'
import { reading } from './failures.ts'
import { mixedNotice } from './notices.ts'
import { probeChangeTimes } from './probe.ts'
import { describeKind, kindOf, nativeOf, sameKind, type TimeKind } from './time.ts'

/** The changes of a window, ascending by (change time, id); the first page carries what the probes cost and noticed. */
export async function* readChanges(
  orders: OrderCollection,
  window: ChangeWindow,
  pageSize: number,
): AsyncGenerator<SourcePage> {
  const { kind, newest, notices, readTime, usage, state } = await probeChangeTimes(orders, window.until)
  if (kind === null || startOf(window) > window.until) {
    yield { records: [], readTime, usage, changeTimes: state, ...(notices.length > 0 && { notices }) }
    return
  }
  let query = windowQuery(orders, window, kind).limit(pageSize)
  let [pending, spent] = [notices, usage]
  let isReported = notices.length > 0
  for (;;) {
    const snapshot = await reading(orders.config.collection, () => query.get())
    const { records, isMixed } = recordsOf(orders, snapshot, kind)
    if (isMixed && !isReported) pending = [mixedNotice(orders.config, `${describeKind(kind)}, and others`)]
    isReported ||= isMixed
    yield { ...pageOf(snapshot, records, spent, pending), changeTimes: isReported ? 'mixed' : state }
    const last = snapshot.docs.at(-1)
    if (last === undefined || isSameState(last, newest)) return
    query = query.startAfter(last)
    ;[pending, spent] = [[], { calls: 0, reads: 0 }]
  }
}

/**
 * Whether a page's last document is the newest that the probe saw, so that none is left. That a page is short proves nothing:
 * when the client resumes a broken query it counts progress messages as documents, and asks for too few.
 */
function isSameState(last: QueryDocumentSnapshot, newest: QueryDocumentSnapshot | undefined): boolean {
  return newest !== undefined && newest.id === last.id && newest.updateTime.isEqual(last.updateTime)
}

function startOf({ from }: ChangeWindow): string {
  return from.kind === 'at' ? from.at : from.point.at
}

/** A range filter takes values of one type only, so values of other types never come between. */
function windowQuery({ ref, config }: OrderCollection, { from, until }: ChangeWindow, kind: TimeKind): Query {
  const field = config.changedAtField
  const ascending = ref
    .where(field, '<=', nativeOf(until, kind, 'upper'))
    .orderBy(field)
    .orderBy(FieldPath.documentId())
  return from.kind === 'at'
    ? ascending.startAt(nativeOf(from.at, kind, 'lower'))
    : ascending.startAfter(nativeOf(from.point.at, kind, 'exact'), from.point.id)
}

/**
 * A value of the right type and another kind (a text in another format) stands out of the order of time: its record is
 * given, and says no change time, so that no watermark is made of it.
 */
function recordsOf(
  orders: OrderCollection,
  snapshot: QuerySnapshot,
  kind: TimeKind,
): { records: SourceRecord[]; isMixed: boolean } {
  let isMixed = false
  const records = snapshot.docs.map((document) => {
    const record = recordOf(orders, document)
    const own = kindOf(document.get(orders.config.changedAtField))
    if (own !== null && sameKind(own, kind)) return record
    isMixed = true
    return { ...record, changedAt: null, isOutOfOrder: true as const }
  })
  return { records, isMixed }
}

function pageOf(
  snapshot: QuerySnapshot,
  records: readonly SourceRecord[],
  spent: SourcePage['usage'],
  notices: readonly SourceNotice[],
): SourcePage {
  const usage = sumOf(spent, queryUsage(snapshot.size))
  return { records, readTime: momentOfTimestamp(snapshot.readTime), usage, ...(notices.length > 0 && { notices }) }
}
