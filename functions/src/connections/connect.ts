import { authorizationRef, collections, connectionRef } from '../cache/paths.ts'
import { deleteOf, putInto, setOf, type Write } from '../cache/write.ts'
import type { DocumentSnapshot, Firestore, Transaction } from '../lib/firestore/firestore.ts'
import { hashOf } from '../lib/firestore/firestoreValues.ts'
import { momentOfTimestamp } from '../lib/firestore/usage.ts'
import { retryPolicy } from '../lib/retry.ts'
import {
  authorizationSchema,
  connectionEncoding,
  connectionSchema,
  type Account,
  type Connection,
  type StoredAuthorization,
  type TokenPair,
  type Vendor,
} from '../model/connection.ts'
import { alertWrites } from './alerts.ts'
import type { ConnectionContext } from './context.ts'
import { change, openTokens, pairFields, readAuthorization, sealTokens } from './stored.ts'

/** An authorization as its owner has just given it, and the accounts that are to be connected by it. */
export interface GivenAuthorization {
  readonly source: Vendor
  /** The vendor's own id of who gave it: the same authorization, given anew, replaces the one before. */
  readonly owner: string
  readonly pair: TokenPair
  readonly accounts: readonly Pick<Connection, 'account' | 'name' | 'region' | 'cipher'>[]
}

/**
 * Connects accounts by an authorization: one commit. Accounts that the same owner connected before get the new tokens, too; those that
 * another authorization was for leave that one. Alerts about them close. Returns the id of the authorization.
 */
export async function connectAccounts(context: ConnectionContext, given: GivenAuthorization): Promise<string> {
  const { db } = context
  const { source, owner, pair, accounts } = given
  const id = `${source}.${hashOf([source, owner])}`
  await db.runTransaction(async (transaction) => {
    const snapshot = await transaction.get(authorizationRef(db, id))
    const before = authorizationIn(snapshot)
    const leaving = await authorizationsOf(transaction, db, source, accounts, id)
    const now = momentOfTimestamp(snapshot.readTime)
    const others = (before?.accounts ?? []).filter((one) => !accounts.some(({ account }) => account === one.account))
    const next: StoredAuthorization = {
      encoding: connectionEncoding,
      source,
      accounts: [...others, ...accounts.map(({ account, name }) => ({ account, name }))],
      ...pairFields(context, id, pair, now),
      pair: (before?.pair ?? 0) + 1,
      authorizedAt: now,
      state: 'ok',
      warning: null,
      refusal: null,
      // Whoever is renewing the one before finds that it is another by now.
      renewal: { fence: (before?.renewal.fence ?? 0) + 1, holder: null, openSince: null },
    }
    const writes = [
      setOf(authorizationRef(db, id), { ...next }),
      ...accounts.map(({ account, ...rest }) => {
        const connection: Connection = {
          encoding: connectionEncoding,
          source,
          account,
          ...rest,
          authorization: id,
          connectedAt: now,
        }
        return setOf(connectionRef(db, { source, account }), { ...connection })
      }),
      ...(before === null ? [] : alertWrites(db, before.state, next, now)),
      ...leaving.flatMap(({ ref, stored, left }) => [
        without(db, ref.id, stored, left),
        ...alertWrites(db, stored.state, { ...next, accounts: left }, now),
      ]),
    ]
    for (const write of writes) putInto(transaction, write)
  })
  return id
}

/** An authorization that accounts leave. */
interface Leaving {
  readonly ref: DocumentSnapshot['ref']
  readonly stored: StoredAuthorization
  readonly left: StoredAuthorization['accounts']
}

/** The other authorizations by which accounts are connected so far. */
async function authorizationsOf(
  transaction: Transaction,
  db: Firestore,
  source: Vendor,
  accounts: GivenAuthorization['accounts'],
  id: string,
): Promise<Leaving[]> {
  const refs = accounts.map(({ account }) => connectionRef(db, { source, account }))
  const connected = refs.length === 0 ? [] : await transaction.getAll(...refs)
  const ids = new Set(connected.flatMap((one) => connectionSchema.safeParse(one.data()).data?.authorization ?? []))
  ids.delete(id)
  const found = ids.size === 0 ? [] : await transaction.getAll(...[...ids].map((other) => authorizationRef(db, other)))
  return found.flatMap((snapshot) => {
    const stored = authorizationIn(snapshot)
    if (stored === null) return []
    const left = stored.accounts.filter((one) => accounts.some(({ account }) => account === one.account))
    return [{ ref: snapshot.ref, stored, left }]
  })
}

/** Returns the stored authorization, or null where it cannot be read: it is written anew then. */
function authorizationIn(snapshot: DocumentSnapshot): StoredAuthorization | null {
  return authorizationSchema.safeParse(snapshot.data()).data ?? null
}

/** The authorization without accounts; it goes with its last one. */
function without(
  db: Firestore,
  id: string,
  stored: StoredAuthorization,
  leaving: StoredAuthorization['accounts'],
): Write {
  const rest = stored.accounts.filter(({ account }) => !leaving.some((one) => one.account === account))
  const ref = authorizationRef(db, id)
  return rest.length === 0 ? deleteOf(ref) : setOf(ref, { ...stored, accounts: rest })
}

/** Forgets an account's connection, and its authorization where that is for no other. Tells whether it was connected. */
export async function disconnectAccount({ db }: Pick<ConnectionContext, 'db'>, account: Account): Promise<boolean> {
  return db.runTransaction(async (transaction) => {
    const snapshot = await transaction.get(connectionRef(db, account))
    if (!snapshot.exists) return false
    const id = connectionSchema.safeParse(snapshot.data()).data?.authorization
    const stored = id === undefined ? null : authorizationIn(await transaction.get(authorizationRef(db, id)))
    const now = momentOfTimestamp(snapshot.readTime)
    const writes = [deleteOf(snapshot.ref)]
    if (id !== undefined && stored !== null) {
      const own = stored.accounts.filter((one) => one.account === account.account)
      writes.push(without(db, id, stored, own))
      writes.push(...alertWrites(db, stored.state, { ...stored, accounts: own, state: 'ok' }, now))
    }
    for (const write of writes) putInto(transaction, write)
    return true
  })
}

/** Every connected account, by source and account. */
export async function connectedAccounts({ db }: Pick<ConnectionContext, 'db'>): Promise<readonly Connection[]> {
  const { docs } = await db.collection(collections.connections).get()
  return docs.flatMap((document) => connectionSchema.safeParse(document.data()).data ?? [])
}

/** Encrypts all tokens by the first key, so that the others may go. Returns how many authorizations had another. */
export async function sealAnew(context: ConnectionContext): Promise<number> {
  const [{ id: keyId }] = context.keys()
  let count = 0
  for (const connection of await connectedAccounts(context)) {
    for (let attempt = 1; ; attempt++) {
      const read = await readAuthorization(context, connection.authorization, connection)
      if (read.stored.tokens.keyId === keyId) break
      const tokens = sealTokens(context, read.id, openTokens(context, read))
      if ((await change(context, read, { tokens })) !== null) {
        count += 1
        break
      }
      if (attempt >= retryPolicy.attempts)
        throw new Error('The authorization was changed by others each time. Try again.')
    }
  }
  return count
}
