import type { ByteBudget, Reservation } from '../../lib/byteBudget.ts'
import { merged } from '../../lib/merged.ts'
import type { SourcePage } from '../../model/source.ts'
import type { Committer } from './committer.ts'
import type { KnownRows } from './outcomes.ts'
import { bytesOf, joinedRecords, type PreparedRecords } from './prepare.ts'
import { readAhead } from './readAhead.ts'

/** Nothing is read ahead of a page that holds more than this many bytes: large orders must not fill the memory. */
const readAheadBytes = 4_000_000

/** Pages whose records are ready to be applied, and fit one commit together: those of a vendor are small. */
export interface PreparedPages<Page extends SourcePage> {
  readonly pages: readonly Page[]
  readonly records: PreparedRecords
}

/** Pages that are read side by side, so many streams of them at a time. */
export interface PageStreams<Page extends SourcePage> {
  readonly streams: readonly AsyncIterable<Page>[]
  readonly atOnce: number
}

/**
 * The pages of a source, as many at a time as one commit takes; the next ones are read and prepared while those before are being
 * committed. `known` tells which of their orders will probably be written. They have to be done with before the next ones are
 * asked for: then their share of the process's memory is free again. Behind a page that `mayPauseAfter` accepts, reading stops
 * once the deadline has passed: then `deadline` comes last.
 */
export async function* preparedPages<Page extends SourcePage>(
  committer: Committer,
  { streams, atOnce }: PageStreams<Page>,
  known: KnownRows,
  mayPauseAfter: (page: Page) => boolean,
): AsyncGenerator<PreparedPages<Page> | 'deadline'> {
  const { run } = committer
  const held = new Set<Reservation>()
  type Batch = PreparedPages<Page> & { readonly shares: readonly Reservation[] }
  async function* prepared(): AsyncGenerator<Batch | 'deadline'> {
    const { memory, source } = run.context
    const shared = streams.map((pages) => withShares(pages, memory, source.pageBytes, held))
    let batch: { page: Page; share: Reservation; records: PreparedRecords }[] = []
    const whole = (): Batch => {
      const records = joinedRecords(batch.map((one) => one.records))
      committer.begin(records, known)
      return { pages: batch.map(({ page }) => page), shares: batch.map(({ share }) => share), records }
    }
    try {
      for await (const { page, share } of merged(shared, atOnce)) {
        const records = await run.prepare(page.records)
        // The documents that these replace are probably as large.
        share.shrinkTo(2 * bytesOf(records))
        if (!fitsWith(batch, records, committer.gathered)) {
          yield whole()
          batch = []
        }
        batch.push({ page, share, records })
        // Asked before the next page is read, and not once it is there: what is read is billed.
        if (mayPauseAfter(page) && run.isPastDeadline) {
          yield whole()
          yield 'deadline'
          return
        }
        if (!fitsWith(batch, records, committer.gathered)) {
          yield whole()
          batch = []
        }
      }
    } catch (error) {
      // What was read before is not lost with what was not.
      if (batch.length > 0) yield whole()
      throw error
    }
    if (batch.length > 0) yield whole()
  }
  const mayReadOn = (item: PreparedPages<Page> | 'deadline'): boolean =>
    item === 'deadline' || bytesOf(item.records) <= readAheadBytes
  try {
    for await (const item of readAhead(prepared(), mayReadOn)) {
      yield item
      if (item === 'deadline') continue
      for (const share of item.shares) {
        share.release()
        held.delete(share)
      }
    }
  } finally {
    for (const share of held) share.release()
  }
}

/** Tells whether records fit one commit with those of pages before them, whatever becomes of them. */
function fitsWith(
  batch: readonly { readonly records: PreparedRecords }[],
  records: PreparedRecords,
  { orders, bytes }: Committer['gathered'],
): boolean {
  if (batch.length === 0) return true
  const all = [...batch.map((one) => one.records), records]
  const count = all.reduce((sum, { built }) => sum + built.length, 0)
  return count <= orders && all.reduce((sum, one) => sum + bytesOf(one), 0) <= bytes
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
