import type { SourceName } from '../contract/order.ts'
import type { Instant } from '../lib/instant.ts'
import type { Row } from './row.ts'
import type { CachedRecord } from './stream.ts'

/** A point in a source's order of changes; records at one instant are told apart by id (invariant 11). */
export interface ChangePoint {
  readonly at: Instant
  readonly id: string
}

/** The window of an incremental run: changes from `from` through `until` (inclusive), ascending by (changedAt, id). */
export interface ChangeWindow {
  readonly from: { readonly kind: 'at'; readonly at: Instant } | { readonly kind: 'after'; readonly point: ChangePoint }
  readonly until: Instant
  /**
   * True where records dated later than `until` are wanted, too: those on the page that reaches the bound. For runs that have no other way
   * to find such records (invariant 12).
   */
  readonly isOpen?: boolean
}

/** One record as the source gave it. */
export interface SourceRecord {
  readonly sourceId: string
  /** The time of the last change, as the source says; null where the record names none (only an enumeration finds such records). */
  readonly changedAt: Instant | null
  /** True where the record names a change time that does not sort among those of the others; then `changedAt` is null. */
  readonly isOutOfOrder?: true
  /** The version of the record's state. Versions of one record compare as strings; that of a later state is never smaller. */
  readonly version: string
  /** The moment at which the source showed this state, by Firestore's clock; a page that was prepared ahead keeps its own (invariant 5). */
  readonly readTime: Instant
  readonly raw: unknown
}

/** The cost of reading: requests to the source, and documents billed by Firestore where the source is one. */
export interface SourceUsage {
  readonly calls: number
  readonly reads: number
}

/** Something about the source that an operator has to know; it is raised as an alert of this kind and does not stop a run. */
export interface SourceNotice {
  readonly kind: string
  readonly message: string
}

/** The change times as runs can go by them: all of one kind, several kinds, none that can be read, no value at all. */
export const changeTimeStates = ['ordered', 'mixed', 'unreadable', 'none'] as const
export type ChangeTimes = (typeof changeTimeStates)[number]

/** The number of records of an enumeration that left each mark. */
export type Marks = Readonly<Record<string, number>>

/** The findings of a complete enumeration about a source and its settings. */
export interface Review {
  readonly notices: readonly SourceNotice[]
  /** Every kind of notice that this review decides on: a kind that is not raised has no cause any more. */
  readonly reviewed: readonly string[]
  /** Null where there is nothing to judge change times by. */
  readonly changeTimes: ChangeTimes | null
}

/** The mark of a report: its record, its time, and the number of events that it stands for. */
export interface ReportMark {
  readonly sourceId: string
  /** The time of the report, by Firestore's clock; reports at one moment are told apart by id. */
  readonly at: Instant
  /** The number of events: it grows with each event of the record. */
  readonly events: number
}

/** A report that a record was written or deleted; it never says what the record is now. */
export interface Report extends ReportMark {
  /** A version at or above that of the newest state that was reported as written; null where none was, or the version is unknown. */
  readonly written: string | null
  /** The newest deletion that was reported; null: none. */
  readonly deleted: string | null
}

export interface ReportPage {
  readonly reports: readonly Report[]
  /** The marks of all reports that were read, of whatever identity; reading goes on behind the last one. */
  readonly marks: readonly ReportMark[]
  readonly usage: SourceUsage
}

/** Reports of changed records, at most one a record: the last. */
export interface ReportFeed {
  /** The reports of a window, ascending by (at, id), in pages of at most `pageSize`; throws `SourceError`. */
  read(window: ChangeWindow, pageSize: number): AsyncIterable<ReportPage>
  /** Counts the reports stamped after `after` and through `until`, and their events; null where the feed cannot count them. */
  tally(after: Instant, until: Instant): Promise<ReportTally | null>
}

export interface ReportTally {
  readonly reports: number
  readonly events: number
  readonly readTime: Instant
  readonly usage: SourceUsage
}

export interface SourcePage {
  readonly records: readonly SourceRecord[]
  /** The moment that the page shows: nothing that became visible later is in it. */
  readonly readTime: Instant
  readonly usage: SourceUsage
  readonly notices?: readonly SourceNotice[]
  /** The moment through which an unordered window shows all changes, by the vendor's own clock. Each page of the window names the same. */
  readonly through?: Instant
  /** The ids of records in an unordered window that are gone, as the vendor says: they are asked for, and deleted where that is so. */
  readonly gone?: readonly string[]
  /** The state of the change times, where this page showed it. */
  readonly changeTimes?: ChangeTimes
}

/** A page of a full enumeration; `cursor` is the source's own and resumes right after the page. */
export interface EnumerationPage extends SourcePage {
  readonly cursor: string
  /** True where reading may stop without paying for records that were asked for and are not wanted any more. */
  readonly isPausePoint: boolean
}

/** A record that is not there, proven at `readTime`. */
export interface Absence {
  readonly sourceId: string
  readonly readTime: Instant
}

/** The answer to asking for records by id: what is there and what is not; nothing later than `readTime` is in it. */
export interface Lookup {
  readonly found: readonly SourceRecord[]
  readonly absent: readonly Absence[]
  readonly readTime: Instant
  readonly usage: SourceUsage
}

export type ParsedRecord<R extends CachedRecord = CachedRecord> =
  | {
      readonly ok: true
      readonly record: R
      readonly payload: Readonly<Record<string, unknown>>
      /**
       * The parts that are there and cannot be read, so that the record goes without them: few different ones, in words that quote no
       * value.
       */
      readonly unread?: readonly string[]
    }
  /** `reason` names the field and what is wrong with it, and quotes nothing of the record. */
  | { readonly ok: false; readonly reason: string }

/** Rows of the pipelines that records depend on, as they were at one moment. */
export interface Inputs {
  /** The source ids of all records that a row concerns. */
  ids(): readonly string[]
  /** The rows that concern a record, by their pipelines' ids. */
  of(sourceId: string): Readonly<Record<string, readonly Row[]>>
}

/** The inputs of a pipeline that depends on no other. */
export const noInputs: Inputs = { ids: () => [], of: () => ({}) }

/**
 * The way in which a source tells its changes. `ordered`: ascending by (changedAt, id), so that a run resumes behind any record.
 * `unordered`: all that changed since a moment, in no order that can be resumed, so that the watermark moves only when the whole
 * window has been read, to the moment that the vendor named. `rescan`: not at all, so that every record is looked at again. `derived`: its records are computed from other pipelines'
 * rows, whose commits report those that have to be computed again.
 */
export type Strategy = 'ordered' | 'unordered' | 'rescan' | 'derived'

/** The changes of a source that tells none. */
export async function* noChanges(): AsyncGenerator<never> {
  // Who needs them looks through all of it, or is told of them.
}

/** The parts of a source whose enumeration is not divided. */
export const wholeSource = { names: ['all'], usage: { calls: 0, reads: 0 } } as const

/** Records in which something may change that moves no change time, and which are therefore read again from time to time. */
export interface RecentRecords {
  /** The interval between two readings, and the greatest age (since creation) of the records that are read; both in milliseconds. */
  readonly everyMs: number
  readonly spanMs: number
  /** Names the parts of an enumeration that hold all records created since a moment, and maybe others. */
  parts(since: Instant): Promise<{ readonly names: readonly string[]; readonly usage: SourceUsage }>
}

/** A pipeline's source. It yields records and cursors, and knows nothing of the cache. */
export interface Source<R extends CachedRecord = CachedRecord> {
  readonly name: SourceName
  readonly strategy: Strategy
  /**
   * The place that the records come from: versions compare, and reports count, within one identity only (invariant 5). An identity names no
   * project, so that a copy of a database in another project has the same one.
   */
  readonly identity: string
  /** The name of that place for messages, and the setting that names the place. */
  readonly origin: { readonly name: string; readonly setting: string }
  /** The id of the record whose document is at a path, for a source in the shop's Firestore; null where no record's document is there. */
  sourceIdAt?(this: void, path: string): string | null
  /**
   * A digest of the settings that `parse` goes by (`model/mapping.ts`). Where it differs from that of the cached records, a full run reads
   * all of them again.
   */
  readonly mapping: string
  /** The names of the settings by which the source is read, for messages that say what to do. */
  readonly settings: { readonly statuses: string; readonly records: string }
  /**
   * False where the change time is the creation time and nothing reports changes: then only a full run sees updates. Data may
   * make it false, too (`sync/incremental/changeTimes.ts`).
   */
  readonly findsUpdates: boolean
  /** Null where nothing reports changes. */
  readonly feed: ReportFeed | null
  /**
   * True where Tidemark itself keeps the records, and removes one only when an admin says so: then no cap holds up deletions, and none of
   * the records need be left.
   */
  readonly isOwn?: true
  /** Null where every change moves the change time. */
  readonly recent: RecentRecords | null
  /**
   * Yields the changes of a window, as the strategy has it, in pages of at most `pageSize` records; throws `SourceError`. A `rescan` or
   * `derived` source yields none.
   */
  changes(window: ChangeWindow, pageSize: number): AsyncIterable<SourcePage>
  /** The most bytes of records that one page holds. */
  readonly pageBytes: number
  /** The number of parts that may be read side by side. */
  readonly partsAtOnce: number
  /** Names the parts of an enumeration, which leave no record out: time spans, places. A few hundred at most, of short names. */
  parts(): Promise<{ readonly names: readonly string[]; readonly usage: SourceUsage }>
  /** Every record of a part, in an order that `cursor` can resume, in pages of at most `pageSize`. */
  enumerate(part: string, cursor: string | null, pageSize: number, inputs: Inputs): AsyncIterable<EnumerationPage>
  /** Asks for records by id, in any number. */
  lookup(sourceIds: readonly string[], inputs: Inputs): Promise<Lookup>
  /** The number of records that an enumeration will give, for progress; null where the source cannot tell cheaply. */
  count(): Promise<{ readonly total: number | null; readonly usage: SourceUsage }>
  /** Turns a record, and the rows that it depends on, into a record of the stream. */
  parse(record: SourceRecord, inputs: Inputs): ParsedRecord<R>
  /** The marks of one record of an enumeration, for `review`: few words, the same for many records. */
  marksOf(record: SourceRecord): readonly string[]
  /** Reviews the source and its settings by the marks of `seen` records, which are all there are. */
  review(marks: Marks, seen: number): Review
}
