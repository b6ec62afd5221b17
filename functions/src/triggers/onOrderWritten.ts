import {
  onDocumentWritten,
  type Change,
  type DocumentSnapshot,
  type FirestoreEvent,
} from 'firebase-functions/firestore'
import type { CloudFunction } from 'firebase-functions'

import type { Entry } from '../deps.ts'
import type { Source } from '../model/source.ts'
import { instantFromMs, instantFromParts } from '../lib/instant.ts'
import { eventOptions } from '../options.ts'
import { isFeedOmitted, ordersPath } from '../params.ts'
import { reportWrite, type RecordWrite } from '../cache/feed.ts'
import { isDocumentId } from '../cache/paths.ts'

type WriteEvent = FirestoreEvent<Change<DocumentSnapshot> | undefined>

/** Every write of the shop's own orders. */
export const createOnOrderWritten = (entry: Pick<Entry, 'getDeps'>): CloudFunction<WriteEvent> =>
  writeReporter(entry, { pipeline: 'firestore.orders', document: ordersPath, omit: isFeedOmitted })

/** The documents whose writes are reported, the pipeline that copies them, and where a deploy leaves their trigger out. */
interface Feed {
  readonly pipeline: string
  readonly document: typeof ordersPath
  readonly omit: typeof isFeedOmitted | false
}

/**
 * A trigger that reports every write of a pipeline's documents and asks for a run. It believes nothing of the event but which document
 * it was. It throws where that failed, and the event comes again, for a day.
 */
export const writeReporter = (
  { getDeps }: Pick<Entry, 'getDeps'>,
  { pipeline, document, omit }: Feed,
): CloudFunction<WriteEvent> =>
  onDocumentWritten({ ...eventOptions, document, omit }, async (event) => {
    if (event.data === undefined) return
    const { db, clock, requestRun, pipelines } = getDeps()
    const source = pipelines.find(({ id }) => id === pipeline)?.source
    if (source === undefined) throw new Error(`The change feed is of ${pipeline}, which this deployment does not have.`)
    const write = writeOf(event.data, event.time, source)
    if (write === null) return
    const reportedAt = await reportWrite(db, pipeline, { ...write, of: source.identity }, clock.now())
    await requestRun(pipeline, reportedAt)
  })

/**
 * A write of one of the source's records; null where the document is none. The id follows from the document's name in the
 * event's payload. The SDK takes `params` and `document` from the event's headers: it decodes them (`x%2Fy` becomes two segments, `%41` becomes `A`), and other alphabets do not survive a header.
 */
function writeOf(
  { before, after }: Change<DocumentSnapshot>,
  time: string,
  source: Pick<Source, 'sourceIdAt'>,
): Omit<RecordWrite, 'of'> | null {
  const sourceId = source.sourceIdAt?.((after.exists ? after : before).ref.path) ?? null
  // Where the ids of a path are too long together, Firestore takes no report: full runs tell of the record in quarantine.
  if (sourceId === null || !isDocumentId(sourceId)) return null
  if (!after.exists) return { sourceId, kind: 'deleted', version: instantFromMs(Date.parse(time)) }
  const { updateTime } = after
  const version = updateTime === undefined ? null : instantFromParts(updateTime.seconds, updateTime.nanoseconds)
  return { sourceId, kind: before.exists ? 'updated' : 'created', version }
}
