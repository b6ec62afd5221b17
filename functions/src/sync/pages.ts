import type { SourcePage } from '../model/source.ts'
import type { KnownRows } from './outcomes.ts'
import { bytesOf, stateOf, type PreparedRecords } from './prepare.ts'
import { readAhead } from './readAhead.ts'
import type { Run } from './run.ts'
import { sliceLimits } from './slices.ts'

/** Nothing is read ahead of a page that holds more than this many bytes: large orders must not fill the memory. */
const readAheadBytes = 4_000_000

/** A page whose records are ready to be applied. */
export interface PreparedPage<Page extends SourcePage> {
  readonly page: Page
  readonly records: PreparedRecords
}

/**
 * The pages of a source, each next one read and prepared while the one before is being committed; `known` tells which of its
 * orders will probably be written. Behind a page that `mayPauseAfter` accepts, reading stops once the deadline has passed:
 * then `deadline` comes last.
 */
export function preparedPages<Page extends SourcePage>(
  run: Run,
  pages: AsyncIterable<Page>,
  known: KnownRows,
  mayPauseAfter: (page: Page) => boolean,
): AsyncGenerator<PreparedPage<Page> | 'deadline'> {
  async function* prepared(): AsyncGenerator<PreparedPage<Page> | 'deadline'> {
    for await (const page of pages) {
      const records = run.prepare(page.records)
      begin(run, records, known)
      yield { page, records }
      // Asked before the next page is read, and not once it is there: what is read is billed.
      if (mayPauseAfter(page) && run.isPastDeadline) {
        yield 'deadline'
        return
      }
    }
  }
  return readAhead(prepared(), (item) => item === 'deadline' || bytesOf(item.records) <= readAheadBytes)
}

/** Begins the commit of a page that probably needs just one. */
function begin(run: Run, records: PreparedRecords, known: KnownRows): void {
  const written = records.built
    .filter((one) => 'document' in one)
    .filter((one) => {
      const difference = run.cache.compare(stateOf(one), known.get(one.document.row.id) ?? null)
      return difference === 'created' || difference === 'updated'
    })
    .map(({ document }) => document)
  const bytes = written.reduce((sum, document) => sum + document.bytes, 0)
  if (written.length <= sliceLimits.orders && bytes <= sliceLimits.bytes) run.cache.writer.begun.begin(written)
}
