import type { ByteBudget, Reservation } from '../../lib/byteBudget.ts'
import { merged } from '../../lib/merged.ts'
import type { SourcePage } from '../../model/source.ts'
import type { Committer } from './committer.ts'
import type { KnownRows } from './outcomes.ts'
import { bytesOf, type PreparedRecords } from './prepare.ts'
import { readAhead } from './readAhead.ts'

/** Nothing is read ahead of a page that holds more than this many bytes: large orders must not fill the memory. */
const readAheadBytes = 4_000_000

/** A page whose records are ready to be applied. */
export interface PreparedPage<Page extends SourcePage> {
  readonly page: Page
  readonly records: PreparedRecords
}

/** Pages that are read side by side, so many streams of them at a time. */
export interface PageStreams<Page extends SourcePage> {
  readonly streams: readonly AsyncIterable<Page>[]
  readonly atOnce: number
}

/**
 * The pages of a source, each next one read and prepared while the one before is being committed; `known` tells which of its
 * orders will probably be written. A page has to be done with before the next one is asked for: then its share of the
 * process's memory is free again. Behind a page that `mayPauseAfter` accepts, reading stops once the deadline has passed:
 * then `deadline` comes last.
 */
export async function* preparedPages<Page extends SourcePage>(
  committer: Committer,
  { streams, atOnce }: PageStreams<Page>,
  known: KnownRows,
  mayPauseAfter: (page: Page) => boolean,
): AsyncGenerator<PreparedPage<Page> | 'deadline'> {
  const { run } = committer
  const held = new Set<Reservation>()
  async function* prepared(): AsyncGenerator<(PreparedPage<Page> & { share: Reservation }) | 'deadline'> {
    const { memory, source } = run.context
    const shared = streams.map((pages) => withShares(pages, memory, source.pageBytes, held))
    for await (const { page, share } of merged(shared, atOnce)) {
      const records = await run.prepare(page.records)
      committer.begin(records, known)
      // The documents that these replace are probably as large.
      share.shrinkTo(2 * bytesOf(records))
      yield { page, records, share }
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
      if (item === 'deadline') continue
      item.share.release()
      held.delete(item.share)
    }
  } finally {
    for (const share of held) share.release()
  }
}

/** Pages, each asked for once there is room for the largest; `held` gets the shares that are taken. */
async function* withShares<Page>(
  pages: AsyncIterable<Page>,
  memory: ByteBudget,
  largestPage: number,
  held: Set<Reservation>,
): AsyncGenerator<{ readonly page: Page; readonly share: Reservation }> {
  const iterator = pages[Symbol.asyncIterator]()
  try {
    for (;;) {
      const share = await memory.reserve(largestPage)
      held.add(share)
      const { done, value } = await iterator.next()
      if (done === true) {
        share.release()
        held.delete(share)
        return
      }
      yield { page: value, share }
    }
  } finally {
    await iterator.return?.()
  }
}
