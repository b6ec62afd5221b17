import { z } from 'zod'

import { authorizationRef, connectionRef } from '../cache/paths.ts'
import { putInto, type Write } from '../cache/write.ts'
import { EncodingError, SourceError } from '../lib/errors.ts'
import type { DocumentSnapshot, Timestamp } from '../lib/firestore/firestore.ts'
import { grpcStatus, isPassing, statusOf } from '../lib/firestore/grpc.ts'
import { reading } from '../lib/firestore/reading.ts'
import { momentOfTimestamp } from '../lib/firestore/usage.ts'
import type { Instant } from '../lib/instant.ts'
import { nonceBytes, seal, unseal } from '../lib/sealing.ts'
import {
  authorizationSchema,
  connectionEncoding,
  connectionSchema,
  vendors,
  type Account,
  type Connection,
  type StoredAuthorization,
  type TokenPair,
} from '../model/connection.ts'
import { alertWrites } from './alerts.ts'
import { keySecret, type ConnectionContext } from './context.ts'
import { stateAt } from './standing.ts'

/** The two tokens in clear. */
export type Tokens = Pick<TokenPair, 'accessToken' | 'refreshToken'>
const tokensSchema = z.strictObject({ accessToken: z.string(), refreshToken: z.string() })

/** An authorization's document as it was at a moment. */
export interface ReadAuthorization {
  readonly id: string
  readonly stored: StoredAuthorization
  /** The precondition of a change: the document's last update. */
  readonly updateTime: Timestamp
  /** By Firestore's clock. */
  readonly now: Instant
}

/** Reads the connection of an account. Throws a SourceError where it is not connected. */
export async function readConnection(context: Pick<ConnectionContext, 'db'>, account: Account): Promise<Connection> {
  const connection = await findConnection(context, account)
  if (connection === null) throw notConnected(account)
  return connection
}

/** Reads the connection of an account; null where it is not connected. */
export async function findConnection(
  { db }: Pick<ConnectionContext, 'db'>,
  account: Account,
): Promise<Connection | null> {
  const ref = connectionRef(db, account)
  const snapshot = await reading(ref.parent.path, () => ref.get())
  return snapshot.exists ? parsed(connectionSchema, snapshot) : null
}

/** Reads the authorization of that id. Throws a SourceError where there is none. */
export async function readAuthorization(
  { db, clock }: Pick<ConnectionContext, 'db' | 'clock'>,
  id: string,
  account: Account,
): Promise<ReadAuthorization> {
  const ref = authorizationRef(db, id)
  const snapshot = await reading(ref.parent.path, () => ref.get())
  const { updateTime } = snapshot
  if (updateTime === undefined) throw notConnected(account)
  const now = clock.serverTime(momentOfTimestamp(snapshot.readTime))
  return { id, stored: parsed(authorizationSchema, snapshot), updateTime, now }
}

function notConnected(account: Account): SourceError {
  const { name, word } = vendors[account.source]
  const message = `${account.account} is not connected to ${name}: npm run connect -- ${word}`
  return new SourceError(message, { retryable: false })
}

/** Parses a document; throws a SourceError that names it, and the field, and quotes nothing. */
export function parsed<T extends z.ZodType>(schema: T, snapshot: DocumentSnapshot): z.output<T> {
  const { path } = snapshot.ref
  const encoding: unknown = snapshot.get('encoding')
  if (typeof encoding === 'number' && encoding > connectionEncoding)
    throw unreadable(`${path} has encoding ${encoding}: deploy the newer functions.`)
  const result = schema.safeParse(snapshot.data())
  if (result.success) return result.data
  const field = result.error.issues[0]?.path.join('.') ?? ''
  throw unreadable(`${path} is damaged (${field}): connect the account again with "npm run connect".`)
}

/** Not an EncodingError: a full run, which mends those, mends nothing here. */
function unreadable(message: string, cause?: unknown): SourceError {
  return new SourceError(message, { retryable: false, cause })
}

/** Decrypts the tokens. Throws a SettingError without their key, a SourceError where they are not what was stored there. */
export function openTokens(
  { db, keys }: Pick<ConnectionContext, 'db' | 'keys'>,
  { id, stored }: Pick<ReadAuthorization, 'id' | 'stored'>,
): Tokens {
  const { path } = authorizationRef(db, id)
  try {
    return tokensSchema.parse(JSON.parse(unseal(keys(), path, stored.tokens, keySecret)))
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error
    throw unreadable(`${error.message} Connect the account again with "npm run connect".`, error)
  }
}

/** Encrypts tokens for their document. */
export function sealTokens(
  { db, keys, randomBytes }: Pick<ConnectionContext, 'db' | 'keys' | 'randomBytes'>,
  id: string,
  { accessToken, refreshToken }: Tokens,
): StoredAuthorization['tokens'] {
  const text = JSON.stringify({ accessToken, refreshToken })
  return seal(keys(), authorizationRef(db, id).path, text, randomBytes(nonceBytes))
}

/** The fields of a pair that was issued at `now`, its tokens encrypted. */
export function pairFields(
  context: Pick<ConnectionContext, 'db' | 'keys' | 'randomBytes'>,
  id: string,
  pair: TokenPair,
  now: Instant,
): Pick<StoredAuthorization, 'tokens' | 'issuedAt' | 'accessExpiresAt' | 'refreshExpiresAt'> {
  const { accessExpiresAt, refreshExpiresAt } = pair
  return { tokens: sealTokens(context, id, pair), issuedAt: now, accessExpiresAt, refreshExpiresAt }
}

/** The fields that a change may set. The state follows from the others. */
export type AuthorizationChange = Partial<Omit<StoredAuthorization, 'encoding' | 'source' | 'state'>>

/**
 * Changes an authorization, and its alerts with its state, if nobody has changed it since it was read. Returns what it is then; null
 * where it was changed, and where that is not known, for the answer was lost: whoever reads it again finds out.
 */
export async function change(
  { db }: Pick<ConnectionContext, 'db'>,
  { id, stored, updateTime, now }: ReadAuthorization,
  fields: AuthorizationChange,
  more: readonly Write[] = [],
): Promise<StoredAuthorization | null> {
  const changed = { ...stored, ...fields }
  const next = { ...changed, state: stateAt(changed, now) }
  const batch = db.batch()
  batch.update(authorizationRef(db, id), { ...fields, state: next.state }, { lastUpdateTime: updateTime })
  for (const write of [...alertWrites(db, stored.state, next, now), ...more]) putInto(batch, write)
  try {
    await batch.commit()
    return next
  } catch (error) {
    if (isPassing(error) || refusals.has(statusOf(error))) return null
    throw error
  }
}

const refusals: ReadonlySet<number | undefined> = new Set([grpcStatus.failedPrecondition, grpcStatus.notFound])
