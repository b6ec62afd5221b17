import type { Order } from '../../functions/src/contract/order.ts'
import { noInputs, type Source, type SourceRecord } from '../../functions/src/model/source.ts'
import { patternOf } from '../../functions/src/sources/firestore/pattern.ts'
import { counted } from './profile.ts'
import { documentIdOf, type SampledDocument } from './sampled.ts'

/** The result of parsing a sample by some settings. */
export interface TryOut {
  readonly read: number
  readonly orders: readonly Order[]
  /** The reasons for which documents would go to quarantine, the most frequent first; no reason quotes a value. */
  readonly quarantined: readonly { readonly reason: string; readonly count: number }[]
  /** Words of status that no setting gives a meaning yet. */
  readonly unknownStatuses: readonly { readonly word: string; readonly count: number }[]
  /** The notices that Sync would show for the collection as a whole. */
  readonly notices: readonly string[]
}

/** Parses the documents of a sample of `collection` as a run of `source` would. */
export function tryOut(
  sample: readonly SampledDocument[],
  collection: string,
  source: Pick<Source<Order>, 'parse' | 'marksOf' | 'review'>,
): TryOut {
  const { sourceIdOf } = patternOf(collection)
  const records = sample.map((document) => recordOf(document, sourceIdOf(document.path) ?? documentIdOf(document)))
  const parsed = records.map((record) => source.parse(record, noInputs))
  const marks = Object.fromEntries(counted(records.flatMap((record) => source.marksOf(record))))
  const orders = parsed.flatMap((one) => (one.ok ? [one.record] : []))
  const unknown = orders.filter(({ statusUnknown }) => statusUnknown).map(({ sourceStatus }) => sourceStatus)
  return {
    read: sample.length,
    orders,
    quarantined: counted(parsed.flatMap((one) => (one.ok ? [] : [one.reason]))).map(([reason, count]) => ({
      reason,
      count,
    })),
    unknownStatuses: counted(unknown).map(([word, count]) => ({ word, count })),
    notices: source.review(marks, sample.length).notices.map(({ message }) => message),
  }
}

function recordOf({ data, createTime }: SampledDocument, sourceId: string): SourceRecord {
  return {
    sourceId,
    changedAt: null,
    version: createTime,
    readTime: createTime,
    raw: { data, createTime },
  }
}
