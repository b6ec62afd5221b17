import { authorizationRef, connectionId, connectionRef } from '../cache/paths.ts'
import type { AuthorizationStatus } from '../contract/api.ts'
import type { DocumentReference, DocumentSnapshot } from '../lib/firestore/firestore.ts'
import { momentOfTimestamp } from '../lib/firestore/usage.ts'
import { isoOf } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import { authorizationSchema, connectionSchema, type Account } from '../model/connection.ts'
import type { ConnectionContext } from './context.ts'
import { endOf, stateAt } from './standing.ts'

/**
 * Returns what the authorizations of accounts are now, by the ids of their connections; an account that is not connected is left out.
 * Two reads an account at most.
 */
export async function readAuthorizations(
  context: Pick<ConnectionContext, 'db' | 'clock'>,
  accounts: readonly Account[],
  meter: Meter,
): Promise<ReadonlyMap<string, AuthorizationStatus>> {
  const ids = new Map(accounts.map((account) => [connectionId(account), account]))
  const connections = await readAll(
    context,
    [...ids.values()].map((account) => connectionRef(context.db, account)),
    meter,
  )
  const connected = connections.flatMap((snapshot) => {
    const connection = connectionSchema.safeParse(snapshot.data()).data
    return connection === undefined ? [] : [[snapshot.id, connection.authorization] as const]
  })
  const refs = [...new Set(connected.map(([, id]) => id))].map((id) => authorizationRef(context.db, id))
  const authorizations = new Map((await readAll(context, refs, meter)).map((snapshot) => [snapshot.id, snapshot]))
  return new Map(
    connected.flatMap(([account, id]) => {
      const snapshot = authorizations.get(id)
      return snapshot === undefined ? [] : [[account, statusOf(context, snapshot)]]
    }),
  )
}

async function readAll(
  { db }: Pick<ConnectionContext, 'db'>,
  refs: readonly DocumentReference[],
  meter: Meter,
): Promise<DocumentSnapshot[]> {
  if (refs.length === 0) return []
  meter.reads += refs.length
  return db.getAll(...refs)
}

/** One that is gone, or cannot be read, lets nobody in. */
function statusOf({ clock }: Pick<ConnectionContext, 'clock'>, snapshot: DocumentSnapshot): AuthorizationStatus {
  const stored = authorizationSchema.safeParse(snapshot.data()).data
  if (stored === undefined) return { state: 'expired', endsAt: null }
  const end = endOf(stored)
  const now = clock.serverTime(momentOfTimestamp(snapshot.readTime))
  return { state: stateAt(stored, now), endsAt: end === null ? null : isoOf(end) }
}
