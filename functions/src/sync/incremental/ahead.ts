import type { Instant } from '../../lib/instant.ts'
import type { SourceRecord } from '../../model/source.ts'
import type { PipelineState } from '../../model/state.ts'
import type { PreparedRecords } from '../commit/prepare.ts'

/** The number of records read with each window that are known by their version. */
const listLimit = 100

export type AheadList = PipelineState['ahead']

/** Tells whether a record moves no watermark: it is dated later than the window, or stands out of the order of time. */
export function isAhead({ changedAt }: Pick<SourceRecord, 'changedAt'>, until: Instant): boolean {
  return changedAt === null || changedAt > until
}

/** Prepared records without those that the last window showed in the same version: the cache has them, and is not asked. */
export function withoutKnown(prepared: PreparedRecords, list: AheadList, until: Instant): PreparedRecords {
  const versions = new Map(list.map(({ id, version }) => [id, version]))
  const isKnown = (record: SourceRecord): boolean =>
    isAhead(record, until) && versions.get(record.sourceId) === record.version
  return { ...prepared, built: prepared.built.filter(({ record }) => !isKnown(record)) }
}

/** The records of a page that will be read with the next window, too. */
export function aheadOf(records: readonly SourceRecord[], until: Instant): AheadList {
  return records.filter((record) => isAhead(record, until)).map(({ sourceId, version }) => ({ id: sourceId, version }))
}

/** The list after one more page. */
export function joinedAhead(list: AheadList, more: AheadList): AheadList {
  const entries = new Map([...list, ...more].map((entry) => [entry.id, entry]))
  return [...entries.values()].slice(0, listLimit)
}
