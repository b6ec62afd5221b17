import type { Instant } from '../../lib/instant.ts'
import type { SourceNotice, SourcePage, SourceRecord } from '../../model/source.ts'
import type { Place } from './sorter.ts'
import type { Batch, SearchedRow } from './walk.ts'

/** Records of more bytes than this are not gathered into one page. */
const pageBytes = 4_000_000

/** A page of records, and the last place that was given with it or before. */
export interface PlacedPage extends SourcePage {
  readonly place: Place | null
}

/** A record on its way into a page; `place` where it moves the place that is gone on from. */
interface Waiting {
  readonly record: SourceRecord
  readonly place: Place | null
}

/**
 * Makes of a search's batches pages of at most `size` records, as full as they can be: a page becomes a commit, and commits keep a
 * distance. There is one page at least, which says what was spent.
 */
export async function* pagesOf(
  batches: AsyncIterable<Batch>,
  { size, after, now }: { readonly size: number; readonly after: Place | null; readonly now: () => Instant },
  recordOf: (row: SearchedRow, isOrdered: boolean) => SourceRecord,
): AsyncGenerator<PlacedPage> {
  let waiting: Waiting[] = []
  let [calls, bytes, place]: [number, number, Place | null] = [0, 0, after]
  let notices: SourceNotice[] = []
  let readTime: Instant | null = null
  let isFirst = true
  const next = (count: number): PlacedPage => {
    const records = waiting.slice(0, count)
    waiting = waiting.slice(count)
    place = records.findLast((one) => one.place !== null)?.place ?? place
    const page = {
      records: records.map(({ record }) => record),
      // Each record has its own; nothing in the page was asked for before this.
      readTime: readTime ?? now(),
      usage: { calls, reads: 0 },
      ...(notices.length > 0 && { notices }),
      place,
    }
    ;[calls, notices, isFirst] = [0, [], false]
    if (waiting.length === 0) [bytes, readTime] = [0, null]
    return page
  }
  for await (const batch of batches) {
    readTime ??= batch.readTime
    calls += batch.calls
    bytes += batch.bytes
    notices.push(...batch.notices)
    // What moves no place comes first: a page that is cut behind it is read again from the place before.
    waiting.push(...batch.others.map((row) => ({ record: recordOf(row, false), place: null })))
    waiting.push(...batch.ordered.map((row) => ({ record: recordOf(row, true), place: placeOfRow(row) })))
    while (waiting.length >= size) yield next(size)
    if (bytes >= pageBytes && waiting.length > 0) yield next(waiting.length)
  }
  if (waiting.length > 0 || isFirst || calls > 0 || notices.length > 0) yield next(waiting.length)
}

function placeOfRow({ at, id }: SearchedRow): Place | null {
  return at === null ? null : { at, id }
}

/**
 * A record that does not stand in the order of its list. One that changed behind the window keeps its time, which moves no watermark;
 * one that moved on within it says no time, for nobody may go on behind that.
 */
export function placedBeside(record: SourceRecord, until: Instant): SourceRecord {
  const { changedAt } = record
  return changedAt === null || changedAt > until ? record : { ...record, changedAt: null, isOutOfOrder: true }
}
