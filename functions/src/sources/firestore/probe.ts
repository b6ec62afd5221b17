import type { TimeZone } from '../../contract/timeZone.ts'
import { Timestamp, type Query, type QueryDocumentSnapshot, type QuerySnapshot } from '../../lib/firestore/firestore.ts'
import { msOf, partsOf, type Instant } from '../../lib/instant.ts'
import type { ChangeTimes as State, SourceNotice, SourceUsage } from '../../model/source.ts'
import { momentOfTimestamp, queryUsage } from '../../lib/firestore/usage.ts'
import { noUsage, sumOf } from './documents.ts'
import type { TimedCollection } from './layout.ts'
import { reading } from '../../lib/firestore/reading.ts'
import { elsewhereNotice, mixedNotice, unreadableNotice } from './notices.ts'
import {
  compareNative,
  describeKind,
  instantOf,
  isNativeTime,
  kindOf,
  leastMicroseconds,
  leastMilliseconds,
  sameKind,
  type NativeTime,
  type TimeKind,
} from './time.ts'
import { toWallClock } from './wallClock.ts'

/** The findings from both ends of the change field about how the shop writes its times. */
export interface ChangeTimes {
  /** The kind to read by; null where there is nothing to read by. */
  readonly kind: TimeKind | null
  /** The state of the whole as its two ends show it; times between them may be of yet another kind. */
  readonly state: State
  /** The document that comes last by (change time, id), of whatever kind, but for texts later than the bound. */
  readonly newest: QueryDocumentSnapshot | undefined
  readonly notices: readonly SourceNotice[]
  readonly readTime: Instant
  readonly usage: SourceUsage
}

/**
 * Looks at the newest and the oldest change time: two documents, and a query more for each other kind that may lie between
 * where they are not of one kind. What is later than `until` has no say in it; texts, which sort behind all other times, are
 * not even looked at, so that one of a far future costs nothing; a number or timestamp beyond it costs one query.
 */
export async function probeChangeTimes(collection: TimedCollection, until: Instant): Promise<ChangeTimes> {
  const { documents, changedAt: field, layout } = collection
  const [newest, oldest] = await Promise.all([
    newestFrom(collection, lastText(until, collection.zone)),
    // Behind null, which sorts before every other value.
    firstOf(collection, documents.orderBy(field).startAfter(null)),
  ])
  const probed = {
    newest: newest.document,
    readTime: newest.readTime,
    usage: sumOf(newest.usage, oldest.usage),
  }
  // Without a value but null there is no oldest one.
  if (oldest.document === undefined) return { ...probed, kind: null, state: 'none', notices: [] }
  const [newestKind, oldestKind] = [newest, oldest].map((found) =>
    kindOf(changeTimeOf(collection, found), collection.zone),
  )
  if (newestKind && oldestKind && sameKind(newestKind, oldestKind)) {
    // What lies elsewhere may be of another kind than what nobody has seen.
    if (newest.isElsewhere) return { ...probed, kind: newestKind, state: 'mixed', notices: [elsewhereNotice(layout)] }
    return { ...probed, kind: newestKind, state: 'ordered', notices: [] }
  }
  if (newest.document === undefined) {
    // Only texts, and all of them later than the bound.
    return oldestKind
      ? { ...probed, kind: oldestKind, state: 'ordered', notices: [] }
      : { ...probed, kind: null, state: 'unreadable', notices: [unreadableNotice(layout)] }
  }
  // What lies beyond the bound has no say: the last one before it is asked for.
  const start = startBelow(collection, changeTimeOf(collection, newest), until)
  const last = start === null ? newest : await newestFrom(collection, start)
  const { kind, usage } = await kindOfNewest(collection, until, last, oldest)
  const notice = kind === null ? unreadableNotice(layout) : mixedNotice(layout, `${describeKind(kind)}, and others`)
  const state = kind === null ? 'unreadable' : 'mixed'
  const spent = sumOf(probed.usage, usage, start === null ? noUsage : last.usage)
  return { ...probed, newest: last.document, kind, state, notices: [notice], usage: spent }
}

/** The value below which to look for the last one through the bound, given the newest of all; null where there is no need to look. */
function startBelow({ zone }: TimedCollection, newest: unknown, until: Instant): NativeTime | null {
  if (!isNativeTime(newest) || isWithin(newest, until, zone)) return null
  return rangesThrough(until, zone).findLast(([, high]) => compareNative(high, newest) < 0)?.[1] ?? null
}

/**
 * The kind whose newest value through `until` is the latest, so that one odd value does not hide what the shop writes now. Each query goes
 * on below what the one before found, so that kinds that are not there cost none.
 */
async function kindOfNewest(
  collection: TimedCollection,
  until: Instant,
  newest: Found,
  oldest: Found,
): Promise<Pick<ChangeTimes, 'kind' | 'usage'>> {
  const { zone } = collection
  const first = changeTimeOf(collection, oldest)
  const rangeBelow = (value: unknown) =>
    rangesThrough(until, zone).findLast((range) => mayHoldTimes(range, first, value))
  const values = [changeTimeOf(collection, newest)]
  let usage = noUsage
  for (let range = rangeBelow(values[0]); range !== undefined; range = rangeBelow(values.at(-1))) {
    const found = await newestFrom(collection, range[1])
    values.push(changeTimeOf(collection, found))
    usage = sumOf(usage, found.usage)
  }
  const [latest] = values
    .filter((value) => isWithin(value, until, zone))
    .flatMap((value) => {
      const at = instantOf(value, zone)
      return at === null ? [] : [{ kind: kindOf(value, zone), at }]
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1))
  return { kind: latest?.kind ?? null, usage }
}

/** Tells whether a range may hold values that nobody has seen yet, given the first of all and the last that was found. */
function mayHoldTimes([, high]: readonly [NativeTime, NativeTime], oldest: unknown, found: unknown): boolean {
  if (isNativeTime(oldest) && compareNative(high, oldest) < 0) return false
  // Where that lies in the range, it is the newest there.
  return isNativeTime(found) && compareNative(high, found) < 0
}

/** Tells whether a value is one that will be read. */
function isWithin(value: unknown, until: Instant, zone: TimeZone): boolean {
  return isNativeTime(value) && rangesThrough(until, zone).some((range) => holds(range, value))
}

function holds([low, high]: readonly [NativeTime, NativeTime], value: NativeTime): boolean {
  return compareNative(low, value) <= 0 && compareNative(value, high) <= 0
}

/** A text that sorts behind every text of a moment through `until`, to the second, in UTC as by the clocks of the zone. */
function lastText(until: Instant, zone: TimeZone): string {
  const local = toWallClock(until, zone)
  return `${(local > until ? local : until).slice(0, 19)}~`
}

/**
 * The ranges in which the values of each kind lie: seconds, milliseconds, microseconds, timestamps, and texts, which sort as times do to
 * the second.
 */
function rangesThrough(until: Instant, zone: TimeZone): readonly (readonly [NativeTime, NativeTime])[] {
  const { seconds, nanoseconds } = partsOf(until)
  const milliseconds = msOf(until)
  return [
    [-leastMilliseconds, Math.min(seconds, leastMilliseconds - 1)],
    [leastMilliseconds, Math.min(milliseconds, leastMicroseconds - 1)],
    [leastMicroseconds, Math.max(milliseconds * 1000, leastMicroseconds)],
    [new Timestamp(-62_135_596_800, 0), new Timestamp(seconds, nanoseconds)],
    ['0', lastText(until, zone)],
  ]
}

/** The first document of a query, and what finding it cost. */
interface Found {
  readonly document: QueryDocumentSnapshot | undefined
  /** True where the document lies elsewhere in the group, because none of the collection's was among the first. */
  readonly isElsewhere: boolean
  readonly readTime: Instant
  readonly usage: SourceUsage
}

/** The document that comes last among those through `value`, whatever their types. */
function newestFrom(collection: TimedCollection, value: NativeTime): Promise<Found> {
  return firstOf(collection, collection.documents.orderBy(collection.changedAt, 'desc').startAt(value))
}

/** The numbers of documents that are looked at, one lot after another, for one that does not lie elsewhere in its group. */
const looks = [1, 9, 90]

async function firstOf({ layout, sourceIdOf }: TimedCollection, query: Query): Promise<Found> {
  let next = query
  let usage = noUsage
  let elsewhere: QuerySnapshot | null = null
  for (const size of looks) {
    const snapshot = await reading(layout.collection, () => next.limit(size).get())
    const { docs } = snapshot
    usage = sumOf(usage, queryUsage(docs.length))
    const own = docs.find(({ ref }) => sourceIdOf(ref) !== null)
    const last = docs.at(-1)
    // What no document shows is as it was when the first was asked for.
    const readTime = momentOfTimestamp((elsewhere ?? snapshot).readTime)
    if (own !== undefined || last === undefined) return { document: own, isElsewhere: false, readTime, usage }
    elsewhere ??= snapshot
    next = query.startAfter(last)
  }
  if (elsewhere === null) throw new TypeError('A query is asked at least once.')
  return { document: elsewhere.docs[0], isElsewhere: true, readTime: momentOfTimestamp(elsewhere.readTime), usage }
}

function changeTimeOf({ changedAt }: TimedCollection, { document }: Found): unknown {
  return document?.get(changedAt)
}
