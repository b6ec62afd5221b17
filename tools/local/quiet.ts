import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'

import { adminFirestore } from '../../cli/firebaseAdmin.ts'
import { localProject } from '../../cli/paths.ts'
import { AggregateField } from '../../functions/src/lib/firestore/firestore.ts'
import { busyCadenceOf, runMarginMs } from '../../functions/src/sync/requests/runTask.ts'

const pollMs = 500
/** RUN_DELAY_SECONDS of the local project. */
const quietCadenceMs = 1_000
/** A task starts a moment after its time. */
const dispatchMs = 1_000
/** An event, and a run, takes seconds on the busiest machine. */
const patienceMs = 90_000

/**
 * Waits until every write of the local shop, of which there were `writes`, has been reported and looked at. Throws the abort's
 * reason, or, where nothing moves for 90 s, an error that says how far it came.
 */
export async function untilRead(writes: number, aborted: AbortSignal): Promise<void> {
  let feed = await look()
  for (let movedMs = Date.now(); !isRead(feed, writes);) {
    if (Date.now() - movedMs > patienceMs) throw new Error(stuck(feed, writes))
    await rest(pollMs, aborted)
    const before = feed
    feed = await look()
    if (!isDeepStrictEqual(feed, before)) movedMs = Date.now()
  }
}

function stuck({ events, isRunning }: Feed, writes: number): string {
  const reported = `${events} of the shop's ${writes} writes were reported`
  const read = isRunning ? 'a run is under way' : 'no run is under way'
  return `Nothing has moved for ${patienceMs / 1_000} s: ${reported}, not all of them were read, and ${read}.`
}

/**
 * Waits until no run is under way or asked for, either: of the tasks that the last writes asked for, one may still have to come
 * when another has looked at all of them.
 */
export async function untilQuiet(writes: number, aborted: AbortSignal): Promise<void> {
  await untilRead(writes, aborted)
  const { lastMs } = await look()
  await rest(Math.max(0, lastMs + runMarginMs + busyCadenceOf(quietCadenceMs) + dispatchMs - Date.now()), aborted)
  await untilRead(writes, aborted)
}

function rest(ms: number, aborted: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
}

interface Feed {
  /** How many writes were reported; an event that came twice counts twice. */
  readonly events: number
  /** When the last was written (epoch milliseconds), before everything where there is none. */
  readonly lastMs: number
  /** Through when runs have read them, in the same. */
  readonly boundMs: number
  readonly isRunning: boolean
}

async function look(): Promise<Feed> {
  const db = adminFirestore(localProject)
  const feed = db.collection('sync_feeds/firestore.orders/sync_reports')
  const [reported, newest, state] = await Promise.all([
    feed.aggregate({ events: AggregateField.sum('events') }).get(),
    feed.orderBy('at', 'desc').limit(1).get(),
    db.doc('sync_state/firestore.orders').get(),
  ])
  const bound: unknown = state.get('reports.bound')
  const last = newest.docs[0]?.get('at') as { toMillis(): number } | undefined // The server's time.
  return {
    events: reported.data().events,
    lastMs: last?.toMillis() ?? -Infinity,
    boundMs: typeof bound === 'string' ? Date.parse(bound.slice(0, 23) + 'Z') : -Infinity,
    isRunning: state.get('lease.holder') !== null,
  }
}

function isRead({ events, lastMs, boundMs, isRunning }: Feed, writes: number): boolean {
  return events >= writes && (events === 0 || lastMs < boundMs) && !isRunning
}
