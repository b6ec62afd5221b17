import { SourceError } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import type { SourceNotice } from '../../model/source.ts'
import { TikTokShopError } from './client.ts'
import {
  idOf,
  secondsOf,
  type AskPage,
  type Listing,
  type Range,
  type RawRow,
  type SearchPage,
  type TimeField,
} from './search.ts'
import { Sorter, type Place, type Placed, type Sorted } from './sorter.ts'

/** A row of a search, and the moment before it was asked for. */
export interface SearchedRow extends Placed {
  readonly row: RawRow
  readonly readTime: Instant
}

/** The rows of a search's page that can be given already. */
export interface Batch extends Sorted<SearchedRow> {
  readonly readTime: Instant
  readonly calls: number
  readonly bytes: number
  readonly notices: readonly SourceNotice[]
}

/** The part of a list that is to be read; all through `after` was read before. */
export interface Walk {
  readonly field: TimeField
  readonly range: Range
  readonly after: Place | null
  /** Rows a page. */
  readonly size: number
}

/** Faults of page tokens: one is refused, one leads nowhere, or rows left the search while its pages were read. */
type Trouble = 'died' | 'repeats' | 'shrank'

/** Begun again so often at one second, a search is given up. */
const mostBeginnings = 3

/**
 * Reads a list by time and id, whatever becomes of page tokens. Where one dies or leads nowhere, the search begins again at a second
 * that is proven to be reached, and a notice says so. Where rows leave the range while it is read, tokens that count rows would skip
 * as many; that needs no notice. Behind any of these, each page is a search of its own, and tokens are used within one second only.
 */
export async function* walkInOrder(ask: AskPage, { idField }: Listing, walk: Walk): AsyncGenerator<Batch> {
  const { field, range, after, size } = walk
  const sorter = new Sorter<SearchedRow>(range.lt, after)
  const beginnings = new Beginnings(after === null ? range.ge : Math.max(range.ge, after.at))
  const idsOf = ({ rows }: SearchPage): string[] => rows.map((row) => idOf(row[idField]) ?? '')
  let isByTime = false
  /** The second at which a search ended before its own count. */
  let shortAt: number | null = null
  let [notices, calls]: [SourceNotice[], number] = [[], 0]
  let search = new Search(beginnings.at)
  const begin = (at: number): void => {
    sorter.beginAgain(at)
    search = new Search(at)
  }
  const beginAgain = (trouble: Trouble | 'short'): void => {
    if (trouble === 'died' || trouble === 'repeats') notices.push(noticeOf(trouble))
    if (trouble !== 'short') isByTime = true
    begin(beginnings.again(sorter.frontier))
  }
  for (;;) {
    const { from, token } = search
    const page = await ask({ field, range: { ge: from, lt: range.lt }, token, size }).catch((error: unknown) => {
      // Without its token the same search is understood: then it was the token that was refused.
      if (token === null || !(error instanceof TikTokShopError && error.isRefusal)) throw error
      return null
    })
    calls += page?.calls ?? 1
    const trouble = page === null ? 'died' : search.troubleWith(page, idsOf(page))
    if (page === null || trouble !== null) {
      beginAgain(trouble ?? 'died')
      continue
    }
    search.add(page, idsOf(page))
    const sorted = sorter.take(page.rows.map((row) => placed(row, idField, field, page.askedAt)))
    const isShort = search.isShort(page)
    // Of what is as short when it is searched for again there is no more to be had.
    const isLost = isShort && shortAt === (sorter.frontier ?? from)
    if (isLost) notices.push(noticeOf('short'))
    const isEnd = isLost || (!isShort && search.isOver(page))
    const ordered = isEnd ? [...sorted.ordered, ...sorter.end()] : sorted.ordered
    yield { ordered, others: sorted.others, readTime: page.askedAt, calls, bytes: page.bytes, notices }
    if (isEnd) return
    ;[notices, calls, shortAt] = [[], 0, isShort ? (sorter.frontier ?? from) : null]
    if (isShort) beginAgain('short')
    else if (search.hasUsed(page.nextToken)) beginAgain('repeats')
    else if (isByTime && (sorter.frontier ?? from) > from) begin(sorter.frontier ?? from)
    else search.token = page.nextToken
  }
}

function placed(row: RawRow, idField: string, field: TimeField, readTime: Instant): SearchedRow {
  // A search has none without an id.
  return { id: idOf(row[idField]) ?? '', at: secondsOf(row[field]), row, readTime }
}

/** The places where searches begin, and the number of attempts at each that did not get on. */
class Beginnings {
  #at: number
  #times = 1

  constructor(at: number) {
    this.#at = at
  }

  get at(): number {
    return this.#at
  }

  /** The second at which a search begins again. Throws a SourceError where it has done so too often. */
  again(frontier: number | null): number {
    const at = frontier ?? this.#at
    this.#times = at > this.#at ? 1 : this.#times + 1
    this.#at = at
    if (this.#times <= mostBeginnings) return at
    const message =
      'TikTok Shop gives the same page again and again, or changes faster than it can be read: the run goes on from here next time.'
    throw new SourceError(message, { retryable: true, wasRetried: true })
  }
}

/** One search, and the pages that its tokens lead to. */
class Search {
  readonly from: number
  token: string | null = null
  readonly #used = new Set<string>()
  #rows = 0
  #total: number | null = null
  #largestTotal = 0
  #lastIds: ReadonlySet<string> = new Set()

  constructor(from: number) {
    this.from = from
  }

  hasUsed(token: string): boolean {
    return this.#used.has(token)
  }

  /** Says why a page is better not taken, or null. */
  troubleWith({ nextToken, total }: SearchPage, ids: readonly string[]): Trouble | null {
    if (total !== null && this.#total !== null && total < this.#total) return 'shrank'
    if (nextToken === '' || (this.token === null && total !== null && ids.length >= total)) return null
    const most = 1.2 * Math.max(this.#largestTotal, total ?? Number.POSITIVE_INFINITY) + 1_000
    const isOld = ids.every((id) => this.#lastIds.has(id))
    return isOld || this.#rows > most ? 'repeats' : null
  }

  add({ total }: SearchPage, ids: readonly string[]): void {
    if (this.token !== null) this.#used.add(this.token)
    this.#rows += ids.length
    this.#total = total
    this.#largestTotal = Math.max(this.#largestTotal, total ?? 0)
    this.#lastIds = new Set(ids)
  }

  /** Tells whether nothing comes behind a page: by its end mark, or because one page holds all that the search has. */
  isOver({ nextToken, total }: SearchPage): boolean {
    return nextToken === '' || (this.token === null && total !== null && this.#rows >= total)
  }

  /** Tells whether the last page came before all rows did that the search has by its own count. */
  isShort({ nextToken, total }: SearchPage): boolean {
    return nextToken === '' && total !== null && this.#rows < total
  }
}

/** The kinds of notice that reading a list raises. */
export const listNotices = ['page-token', 'short-list'] as const

function noticeOf(trouble: 'died' | 'repeats' | 'short'): SourceNotice {
  const [tokens, short] = listNotices
  const readOn =
    'The list was read on by time, and nothing is missing; if this comes often, tell TikTok Shop’s support.'
  switch (trouble) {
    case 'died':
      return { kind: tokens, message: `TikTok Shop refused the token of a next page. ${readOn}` }
    case 'repeats':
      return { kind: tokens, message: `TikTok Shop’s token of a next page led to one that was read before. ${readOn}` }
    case 'short':
      return {
        kind: short,
        message:
          'A list of TikTok Shop ended before as many records came as it counts, also when it was read again. If records are ' +
          'missing, start a full resync.',
      }
  }
}
