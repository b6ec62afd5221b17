import { setTimeout as sleep } from 'node:timers/promises'

import { adminFirestore } from '../firebaseAdmin.ts'
import { localProject } from '../paths.ts'

const pollMs = 500
/** A write's event takes its time to come, the run that it asks for waits for others first, and reads 5 s back. */
const settleMs = 6_000
const patienceMs = 180_000

/**
 * Waits until every write of the local shop has been reported and looked at, so that no run is under way or asked for.
 * `orders` is how many orders there are: each has its report. Throws the abort's reason, or where it does not get quiet.
 */
export async function untilQuiet(orders: number, aborted: AbortSignal): Promise<void> {
  const rest = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
  await rest(settleMs)
  const patient = Date.now() + patienceMs
  while (!(await isQuiet(orders))) {
    if (Date.now() > patient) throw new Error('The shop was written to, and no run has looked at it for three minutes.')
    await rest(pollMs)
  }
}

async function isQuiet(orders: number): Promise<boolean> {
  const db = adminFirestore(localProject)
  const feed = db.collection('orders_changes')
  const [count, newest, state] = await Promise.all([
    feed.count().get(),
    feed.orderBy('at', 'desc').limit(1).get(),
    db.doc('sync_state/firestore.orders').get(),
  ])
  const bound: unknown = state.get('reports.bound')
  const last = newest.docs[0]?.get('at') as { toDate(): Date } | undefined // The server's time.
  const isRead = typeof bound === 'string' && last !== undefined && last.toDate().toISOString() <= bound
  return count.data().count >= orders && isRead && state.get('lease.holder') === null
}
