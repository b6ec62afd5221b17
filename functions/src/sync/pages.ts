import type { SourcePage } from '../model/source.ts'
import { bytesOf, type PreparedRecords } from './prepare.ts'
import { readAhead } from './readAhead.ts'
import type { Run } from './run.ts'

/** Nothing is read ahead of a page that holds more than this many bytes: large orders must not fill the memory. */
const readAheadBytes = 4_000_000

/** A page whose records are ready to be applied. */
export interface PreparedPage<Page extends SourcePage> {
  readonly page: Page
  readonly records: PreparedRecords
}

/**
 * The pages of a source, each next one read and prepared while the one before is being committed. Behind a page that
 * `mayPauseAfter` accepts, reading stops once the deadline has passed: then `deadline` comes last.
 */
export function preparedPages<Page extends SourcePage>(
  run: Run,
  pages: AsyncIterable<Page>,
  mayPauseAfter: (page: Page) => boolean,
): AsyncGenerator<PreparedPage<Page> | 'deadline'> {
  return readAhead(
    preparedUntilDeadline(run, pages, mayPauseAfter),
    (item) => item === 'deadline' || bytesOf(item.records) <= readAheadBytes,
  )
}

async function* preparedUntilDeadline<Page extends SourcePage>(
  run: Run,
  pages: AsyncIterable<Page>,
  mayPauseAfter: (page: Page) => boolean,
): AsyncGenerator<PreparedPage<Page> | 'deadline'> {
  for await (const page of pages) {
    yield { page, records: run.prepare(page.records) }
    // Asked before the next page is read, and not once it is there: what is read is billed.
    if (mayPauseAfter(page) && run.isPastDeadline) {
      yield 'deadline'
      return
    }
  }
}
