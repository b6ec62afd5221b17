import { authorizationRef, connectionId, connectionRef } from '../cache/paths.ts'
import type { AccountStatus, AuthorizationState } from '../contract/sync.ts'
import type { DocumentReference, DocumentSnapshot } from '../lib/firestore/firestore.ts'
import { momentOfTimestamp } from '../lib/firestore/usage.ts'
import { isoOf } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import { authorizationSchema, connectCommand, connectionSchema, type Account } from '../model/connection.ts'
import type { ConnectionContext } from './context.ts'
import { endOf, stateAt } from './standing.ts'

/** Returns the status of each account, in their order; an account that is asked for twice is there once. Two reads an account at most. */
export async function readAccounts(
  context: Pick<ConnectionContext, 'db' | 'clock'>,
  accounts: readonly Account[],
  meter: Meter,
): Promise<readonly AccountStatus[]> {
  const asked = [...new Map(accounts.map((one) => [connectionId(one), one])).values()]
  const refs = asked.map((account) => connectionRef(context.db, account))
  const connections = (await readAll(context, refs, meter)).map((one) => connectionSchema.safeParse(one.data()).data)
  const ids = new Set(connections.flatMap((connection) => connection?.authorization ?? []))
  const authorizations = await readAll(
    context,
    [...ids].map((id) => authorizationRef(context.db, id)),
    meter,
  )
  return asked.map(({ source, account }, i) => {
    const connection = connections[i]
    const known = { source, account, name: connection?.name ?? null, command: connectCommand(source) }
    if (connection === undefined) return { ...known, state: 'unconnected', endsAt: null, refusal: null }
    return {
      ...known,
      ...statusOf(
        context,
        authorizations.find(({ id }) => id === connection.authorization),
      ),
    }
  })
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
function statusOf(
  { clock }: Pick<ConnectionContext, 'clock'>,
  snapshot: DocumentSnapshot | undefined,
): Pick<AccountStatus, 'endsAt' | 'refusal'> & { readonly state: AuthorizationState } {
  const stored = authorizationSchema.safeParse(snapshot?.data()).data
  if (snapshot === undefined || stored === undefined) return { state: 'expired', endsAt: null, refusal: null }
  const end = endOf(stored)
  const now = clock.serverTime(momentOfTimestamp(snapshot.readTime))
  const endsAt = end === null ? null : isoOf(end)
  return { state: stateAt(stored, now), endsAt, refusal: stored.refusal?.reason ?? null }
}
