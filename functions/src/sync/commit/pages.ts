import type { ByteBudget, Reservation } from '../../lib/byteBudget.ts'
import { largestPortion, portionLimits } from '../../lib/firestore/portions.ts'
import type { SourcePage } from '../../model/source.ts'
import type { KnownRows } from './outcomes.ts'
import { bytesOf, stateOf, type PreparedRecords } from './prepare.ts'
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
 * The pages of a source, each next one read and prepared while the one before is being committed; `known` tells which of its
 * orders will probably be written. A page has to be done with before the next one is asked for: then its share of the
 * process's memory is free again. Behind a page that `mayPauseAfter` accepts, reading stops once the deadline has passed:
 * then `deadline` comes last.
 */
export async function* preparedPages<Page extends SourcePage>(
  run: Run,
  pages: AsyncIterable<Page>,
  known: KnownRows,
  mayPauseAfter: (page: Page) => boolean,
): AsyncGenerator<PreparedPage<Page> | 'deadline'> {
  const held: Reservation[] = []
  async function* prepared(): AsyncGenerator<PreparedPage<Page> | 'deadline'> {
    for await (const [page, share] of withShares(pages, run.context.memory, held)) {
      const records = run.prepare(page.records)
      begin(run, records, known)
      // The documents that these replace are probably as large.
      share.shrinkTo(2 * bytesOf(records))
      yield { page, records }
      // Asked before the next page is read, and not once it is there: what is read is billed.
      if (mayPauseAfter(page) && run.isPastDeadline) {
        yield 'deadline'
        return
      }
    }
  }
  const mayReadOn = (item: PreparedPage<Page> | 'deadline'): boolean =>
    item === 'deadline' || bytesOf(item.records) <= readAheadBytes
  try {
    for await (const item of readAhead(prepared(), mayReadOn)) {
      yield item
      held.shift()?.release()
    }
  } finally {
    for (const share of held) share.release()
  }
}

/** What a page holds at most: it ends with the portion that fills it. */
const largestPage = portionLimits.bytes + largestPortion

/** Pages, each asked for once there is room for the largest; `held` gets the shares in their order. */
async function* withShares<Page>(
  pages: AsyncIterable<Page>,
  memory: ByteBudget,
  held: Reservation[],
): AsyncGenerator<[Page, Reservation]> {
  const iterator = pages[Symbol.asyncIterator]()
  try {
    for (;;) {
      const share = await memory.reserve(largestPage)
      held.push(share)
      const { done, value } = await iterator.next()
      if (done === true) {
        share.release()
        return
      }
      yield [value, share]
    }
  } finally {
    await iterator.return?.()
  }
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
  if (written.length <= run.commitLimits.orders && bytes <= run.commitLimits.bytes)
    run.cache.writer.begun.begin(written)
}
