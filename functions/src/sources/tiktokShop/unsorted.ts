import { SourceError } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import { idOf } from '../vendor/fields.ts'
import type { Range, RawRow, SearchPage } from '../vendor/list.ts'
import { sizedRanges, type PartSizing } from './parts.ts'
import type { AskPage, Listing, TimeField } from './search.ts'

/** All rows of a range of a list that comes in no order, and what reading them cost. */
export interface WholeRange {
  readonly rows: readonly RawRow[]
  /** The moment before the first page was asked for. */
  readonly askedAt: Instant
  readonly calls: number
}

/** A list that changes while it is read is read again so often. */
const mostReadings = 3

/**
 * Reads a range of a list that the vendor does not sort. Its tokens count rows, and rows that come or go shift them; so all of it is
 * had only where as many rows came as the vendor counts, and counts alike on each page. Else it is read again; a list that goes on
 * changing is a SourceError.
 */
export async function readWhole(ask: AskPage, listing: Listing, field: TimeField, range: Range): Promise<WholeRange> {
  let calls = 0
  for (let reading = 1; reading <= mostReadings; reading++) {
    const { rows, pages } = await readOnce(ask, listing, field, range)
    const [first] = pages
    calls += pages.reduce((sum, page) => sum + page.calls, 0)
    if (first !== undefined && pages.every(({ total }) => total === rows.size)) {
      return { rows: [...rows.values()], askedAt: first.askedAt, calls }
    }
  }
  const message = `TikTok Shop’s list ${listing.path} changed each time it was read, so that nobody knows whether it is complete.`
  throw new SourceError(message, { retryable: true, wasRetried: true })
}

async function readOnce(
  ask: AskPage,
  { idField, largestPage: size }: Listing,
  field: TimeField,
  range: Range,
): Promise<{ rows: Map<string, RawRow>; pages: SearchPage[] }> {
  const rows = new Map<string, RawRow>()
  const pages: SearchPage[] = []
  let token: string | null = null
  for (;;) {
    const page: SearchPage = await ask({ field, range, token, size })
    const before = rows.size
    pages.push(page)
    for (const row of page.rows) rows.set(idOf(row[idField]) ?? '', row)
    // A token that leads to nothing new leads nowhere; the count shows whether anything is missing.
    if (page.nextToken === '' || rows.size === before) return { rows, pages }
    token = page.nextToken
  }
}

/** The same of a range of any size, in pieces that the vendor gives whole. */
export async function* readInPieces(
  ask: AskPage,
  listing: Listing,
  field: TimeField,
  range: Range,
  sizing: PartSizing,
): AsyncGenerator<WholeRange> {
  const { ranges, calls } = await sizedRanges(ask, field, range, sizing)
  let spent = calls
  for (const { range: piece } of ranges) {
    const whole = await readWhole(ask, listing, field, piece)
    yield { ...whole, calls: whole.calls + spent }
    spent = 0
  }
}
