import { reportOfWrite } from '../cache/feed.ts'
import { createOf, deleteOf, putInto, updateOf, type Write } from '../cache/write.ts'
import type {
  OperatingSeason,
  SaveOperatingSeasonResponse,
  SavedOperatingSeason,
  SeasonChange,
} from '../contract/seasons.ts'
import type { Clock } from '../lib/clock.ts'
import { ConflictError, EncodingError } from '../lib/errors.ts'
import { failureOf } from '../lib/failure.ts'
import {
  FieldValue,
  Timestamp,
  type CollectionReference,
  type DocumentReference,
  type Firestore,
  type Transaction,
} from '../lib/firestore/firestore.ts'
import { grpcStatus, statusOf } from '../lib/firestore/grpc.ts'
import { momentOfTimestamp } from '../lib/firestore/usage.ts'
import { isoOf, type Instant } from '../lib/instant.ts'
import type { Logger } from '../lib/logger.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { seasonCollections, seasonDocumentSchema, type Editor } from '../sources/operatingSeasons/document.ts'
import { planChange, type PlannedChange } from './plan.ts'

/** The time for which the audit of a removed season is kept, in milliseconds. A TTL policy deletes the entries. */
const auditKeptMs = 365 * 86_400_000

/** The surroundings that keeping seasons needs. */
export interface Keeping {
  readonly db: Firestore
  readonly clock: Clock
  readonly logger: Logger
  /** The pipeline that copies the seasons. */
  readonly pipeline: Pick<Pipeline, 'id' | 'source'>
  readonly requestRun: (pipeline: string, after: Instant) => Promise<void>
}

/**
 * Makes a change to the seasons and returns what the season is now. The season, who changed what, and the report for the next run
 * are written in one transaction, which sees no season that another one is writing. Throws as `planChange` does, and nothing is
 * written then.
 */
export async function saveSeason(
  keeping: Keeping,
  change: SeasonChange,
  editor: Editor,
): Promise<SaveOperatingSeasonResponse> {
  const { db, clock } = keeping
  const newId = clock.randomId()
  const planned = await withoutContention(() =>
    db.runTransaction(async (transaction) => {
      const plan = planChange(await readSeasons(transaction, db), change, newId)
      const expiring = plan.after === null ? await auditEntries(transaction, db, plan.id) : []
      for (const write of writesOf(keeping, plan, editor, expiring)) putInto(transaction, write)
      return plan
    }),
  )
  const { id, version, after } = planned
  // Nobody changes an entry: it says when this very change was made, whatever has become of the season since.
  const entry = await auditOf(db, id).doc(String(version)).get()
  await requestRun(keeping, momentOfTimestamp(entry.readTime))
  if (after === null) return { season: null }
  const at: unknown = entry.get('at')
  if (!(at instanceof Timestamp)) throw new TypeError('The entry was written with the time of its transaction.')
  return { season: { id, version, ...after, changedAt: isoOf(momentOfTimestamp(at)), changedBy: editor.email } }
}

/** Runs a transaction; throws a ConflictError where others were faster again and again. */
async function withoutContention<T>(transaction: () => Promise<T>): Promise<T> {
  try {
    return await transaction()
  } catch (error) {
    if (statusOf(error) !== grpcStatus.aborted) throw error
    throw new ConflictError('Others are saving seasons at this moment, so nothing was saved. Try again.')
  }
}

/** All seasons: few, and each may overlap the one that is saved. The transaction sees to it that none is written meanwhile. */
async function readSeasons(transaction: Transaction, db: Firestore): Promise<SavedOperatingSeason[]> {
  const { docs } = await transaction.get(db.collection(seasonCollections.seasons))
  return docs.map((document) => {
    const read = seasonDocumentSchema.safeParse(document.data())
    if (!read.success) {
      throw new EncodingError(
        `The document ${document.ref.path} cannot be read, so seasons cannot be saved: correct or delete it in the Firebase ` +
          'console. Only Tidemark should write that collection.',
      )
    }
    const { updatedAt, updatedBy, ...season } = read.data
    return { id: document.id, ...season, changedAt: isoOf(momentOfTimestamp(updatedAt)), changedBy: updatedBy.email }
  })
}

const seasonRef = (db: Firestore, id: string): DocumentReference => db.collection(seasonCollections.seasons).doc(id)

const auditOf = (db: Firestore, id: string): CollectionReference =>
  seasonRef(db, id).collection(seasonCollections.audit)

/** The entries about a season so far. */
async function auditEntries(transaction: Transaction, db: Firestore, id: string): Promise<DocumentReference[]> {
  const { docs } = await transaction.get(auditOf(db, id).select())
  return docs.map(({ ref }) => ref)
}

/** The writes of a change. Entries about a season are kept as long as it is; with its removal those in `expiring` get an end. */
function writesOf(
  { db, clock, pipeline: { id: pipeline, source } }: Keeping,
  { id, version, before, after }: PlannedChange,
  editor: Editor,
  expiring: readonly DocumentReference[],
): Write[] {
  const nowMs = clock.now()
  const end = after === null ? { expireAt: Timestamp.fromMillis(nowMs + auditKeptMs) } : null
  const entry = { version, at: FieldValue.serverTimestamp(), by: editor, before, after, ...end }
  const report = { of: source.identity, sourceId: id, kind: 'updated', version: null } as const
  return [
    seasonWrite(seasonRef(db, id), before === null, after, version, editor),
    createOf(auditOf(db, id).doc(String(version)), entry),
    ...(end === null ? [] : expiring.map((ref) => updateOf(ref, end))),
    // It tells only that somebody should look: the run finds the season, or that it is gone.
    reportOfWrite(db, pipeline, report, nowMs),
  ]
}

function seasonWrite(
  ref: DocumentReference,
  isNew: boolean,
  content: OperatingSeason | null,
  version: number,
  editor: Editor,
): Write {
  if (content === null) return deleteOf(ref)
  const fields = { ...content, version, updatedAt: FieldValue.serverTimestamp(), updatedBy: editor }
  return isNew ? createOf(ref, fields) : updateOf(ref, fields)
}

/** Asks for the run that copies the change. Without it the change waits for the next run: it is saved, and the caller is told so. */
async function requestRun({ pipeline, requestRun: request, logger }: Keeping, after: Instant): Promise<void> {
  try {
    await request(pipeline.id, after)
  } catch (error) {
    logger.warn('[SEASONS] the run that copies a saved season could not be asked for', {
      pipeline: pipeline.id,
      cause: failureOf(error).detail,
    })
  }
}
