import { reportOfWrite } from '../../cache/feed.ts'
import { isDocumentId, webhookRef } from '../../cache/paths.ts'
import { createOf, putInto, type Write } from '../../cache/write.ts'
import { noteTold } from '../../connections/told.ts'
import type { Clock } from '../../lib/clock.ts'
import { Timestamp, type Firestore } from '../../lib/firestore/firestore.ts'
import { grpcStatus, statusOf } from '../../lib/firestore/grpc.ts'
import { momentOfTimestamp } from '../../lib/firestore/usage.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Vendor } from '../../model/connection.ts'
import type { Notification, Told } from '../../model/webhook.ts'
import type { SyncContext } from '../context.ts'

/** Longer than a vendor sends a notification again (TikTok Shop: twelve hours after the try before). A TTL policy deletes the note. */
const rememberedMs = 3 * 86_400_000

/** The result of a notification. Only the first two wrote anything. */
export type Received = 'reported' | 'noted' | 'replayed' | 'unknown' | 'old'

/** The surroundings that receiving notifications needs. */
export interface Receiving {
  readonly db: Firestore
  readonly clock: Clock
  readonly pipelines: readonly SyncContext[]
  readonly requestRun: (pipeline: string, after: Instant) => Promise<void>
  /** Asks for a run that reads the window. */
  readonly requestWindow: (pipeline: string, after: Instant) => Promise<void>
}

/**
 * Takes a vendor's notification: reports the records that it names, and asks for runs; asks for runs that find what has changed; or notes what it says of the account's
 * authorization. The note that it was dealt with is of the same commit, so that one that comes again is known, and one that broke off
 * is not. Throws where it has to come again.
 */
export async function receive(receiving: Receiving, source: Vendor, notification: Notification): Promise<Received> {
  const { db, clock } = receiving
  const { account, told } = notification
  const now = clock.now()
  const ref = webhookRef(db, source, notification.id)
  const note = createOf(ref, { source, account, kind: told.kind, expireAt: Timestamp.fromMillis(now + rememberedMs) })
  try {
    if (told.kind === 'revoked' || told.kind === 'expiring')
      return await noteTold(receiving, { source, account }, { ...notification, told }, [note])
    const concerned = concernedBy(receiving.pipelines, source, account, told)
    if (concerned.length === 0) return 'unknown'
    const reports = concerned.flatMap(({ pipeline, sourceIds }) => reportsOf(db, pipeline, sourceIds, now))
    const reportedAt = await commit(db, [note, ...reports])
    const request = told.kind === 'records' ? receiving.requestRun : receiving.requestWindow
    await Promise.all(concerned.map(({ pipeline }) => request(pipeline.id, reportedAt))).catch(
      async (error: unknown) => {
        // The reports stand; forgotten, the notification asks for the runs once more when it comes again.
        await ref.delete()
        throw error
      },
    )
    return 'reported'
  } catch (error) {
    if (statusOf(error) === grpcStatus.alreadyExists) return 'replayed'
    throw error
  }
}

interface Concerned {
  readonly pipeline: SyncContext
  readonly sourceIds: readonly string[]
}

/** The pipelines of an account that a notification concerns. Without a feed nobody would read a pipeline's reports. */
function concernedBy(
  pipelines: readonly SyncContext[],
  source: Vendor,
  account: string,
  told: Extract<Told, { kind: 'records' | 'streams' }>,
): Concerned[] {
  const named = told.kind === 'records' ? told.of : told.streams.map((stream) => ({ stream, sourceIds: [] }))
  return named.flatMap(({ stream, sourceIds }) => {
    const pipeline = pipelines.find(
      (one) => one.source.name === source && one.account === account && one.stream.name === stream,
    )
    return pipeline === undefined || pipeline.feed === null ? [] : { pipeline, sourceIds }
  })
}

/** Nothing is believed of a record but that it may have changed. What cannot be a document's id is no record of the cache. */
function reportsOf(
  db: Firestore,
  { id, source: { identity } }: Pick<SyncContext, 'id' | 'source'>,
  sourceIds: readonly string[],
  nowMs: number,
): Write[] {
  const write = { of: identity, kind: 'updated', version: null } as const
  return sourceIds.filter(isDocumentId).map((sourceId) => reportOfWrite(db, id, { ...write, sourceId }, nowMs))
}

/** Returns the moment from which the writes can be read. */
async function commit(db: Firestore, writes: readonly Write[]): Promise<Instant> {
  const batch = db.batch()
  for (const write of writes) putInto(batch, write)
  const last = (await batch.commit()).at(-1)
  if (last === undefined) throw new Error('Firestore answered a commit without results.')
  return momentOfTimestamp(last.writeTime)
}
