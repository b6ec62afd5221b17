import { Timestamp, type Query, type QueryDocumentSnapshot, type QuerySnapshot } from '../../lib/firestore.ts'
import { msOf, partsOf, type Instant } from '../../lib/instant.ts'
import type { ChangeTimes as State, SourceNotice, SourceUsage } from '../../model/source.ts'
import { momentOfTimestamp, queryUsage, sumOf, type OrderCollection } from './documents.ts'
import { reading } from './failures.ts'
import { mixedNotice, unreadableNotice } from './notices.ts'
import { describeKind, instantOf, kindOf, leastMilliseconds, sameKind, type NativeTime, type TimeKind } from './time.ts'

/** What the ends of the change field say about how the shop writes its times. */
export interface ChangeTimes {
  /** The kind to read by; null where there is nothing to read by. */
  readonly kind: TimeKind | null
  /** What the two ends show of the whole; what lies between may be of yet another kind. */
  readonly state: State
  /** The document that comes last by (change time, id), of whatever kind. */
  readonly newest: QueryDocumentSnapshot | undefined
  readonly notices: readonly SourceNotice[]
  readonly readTime: Instant
  readonly usage: SourceUsage
}

/**
 * Looks at the newest and the oldest change time: two documents, and four more queries where they are not of one kind. What
 * is later than `until` will not be read, so it has no say.
 */
export async function probeChangeTimes(orders: OrderCollection, until: Instant): Promise<ChangeTimes> {
  const field = orders.config.changedAtField
  const [newest, oldest] = await Promise.all([
    firstOf(orders, orders.ref.orderBy(field, 'desc')),
    // Behind null, which sorts before every other value.
    firstOf(orders, orders.ref.orderBy(field).startAfter(null)),
  ])
  const probed = {
    newest: newest.docs[0],
    readTime: momentOfTimestamp(newest.readTime),
    usage: sumOf(usageOf(newest), usageOf(oldest)),
  }
  // Without a value but null there is no oldest one.
  if (oldest.empty) return { ...probed, kind: null, state: 'none', notices: [] }
  const [newestKind, oldestKind] = [newest, oldest].map((snapshot) => kindOf(changeTimeOf(orders, snapshot)))
  if (newestKind && oldestKind && sameKind(newestKind, oldestKind)) {
    return { ...probed, kind: newestKind, state: 'ordered', notices: [] }
  }
  const { kind, usage } = await kindOfNewest(orders, until)
  const { config } = orders
  const notice = kind === null ? unreadableNotice(config) : mixedNotice(config, `${describeKind(kind)}, and others`)
  const state = kind === null ? 'unreadable' : 'mixed'
  return { ...probed, kind, state, notices: [notice], usage: sumOf(probed.usage, usage) }
}

/** One odd value must not hide what the shop writes now: the kind whose newest value through `until` is latest. */
async function kindOfNewest(orders: OrderCollection, until: Instant): Promise<Pick<ChangeTimes, 'kind' | 'usage'>> {
  const field = orders.config.changedAtField
  const snapshots = await Promise.all(
    rangesThrough(until).map(([low, high]) =>
      firstOf(orders, orders.ref.where(field, '>=', low).where(field, '<=', high).orderBy(field, 'desc')),
    ),
  )
  const [latest] = snapshots
    .map((snapshot) => changeTimeOf(orders, snapshot))
    .flatMap((value) => {
      const at = instantOf(value)
      return at === null ? [] : [{ kind: kindOf(value), at }]
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1))
  return { kind: latest?.kind ?? null, usage: sumOf(...snapshots.map(usageOf)) }
}

/** Where the values of each kind lie: seconds, milliseconds, timestamps, and texts, which sort as times do to the second. */
function rangesThrough(until: Instant): readonly (readonly [NativeTime, NativeTime])[] {
  const { seconds, nanoseconds } = partsOf(until)
  const milliseconds = msOf(until)
  return [
    [-leastMilliseconds, Math.min(seconds, leastMilliseconds - 1)],
    [leastMilliseconds, milliseconds],
    [new Timestamp(-62_135_596_800, 0), new Timestamp(seconds, nanoseconds)],
    ['0', `${until.slice(0, 19)}~`],
  ]
}

function firstOf(orders: OrderCollection, query: Query): Promise<QuerySnapshot> {
  return reading(orders.config.collection, () => query.limit(1).get())
}

function usageOf(snapshot: QuerySnapshot): SourceUsage {
  return queryUsage(snapshot.size)
}

function changeTimeOf(orders: OrderCollection, snapshot: QuerySnapshot): unknown {
  return snapshot.docs[0]?.get(orders.config.changedAtField)
}
