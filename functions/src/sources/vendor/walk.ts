import { SourceError } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import type { SourceNotice } from '../../model/source.ts'
import { VendorError } from './calls.ts'
import type { Range, RawRow, SearchPage, SortedList } from './list.ts'
import { noticeOf, type ListFault } from './listNotices.ts'
import { Sorter, type Place, type Placed, type Sorted } from './sorter.ts'
import { isUnsorted, Search } from './walkedSearch.ts'

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
  readonly range: Range
  readonly after: Place | null
  /** Rows a page. */
  readonly size: number
}

/** Begun again so often at one moment, a search is given up. */
const mostBeginnings = 3

/**
 * Reads a list by time and id, whatever becomes of page tokens. Where one dies or leads nowhere, the search begins again at a moment
 * that is proven to be reached, and a notice says so. Where rows leave the range while it is read, tokens that count rows would skip
 * as many; that needs no notice. Behind any of these, each page is a search of its own, and tokens are used within one moment only.
 * A list that comes in another order than time's can only be read by its tokens, and none of its rows is gone on from.
 */
export async function* walkInOrder(list: SortedList, { range, after, size }: Walk): AsyncGenerator<Batch> {
  const sorter = new Sorter<SearchedRow>(range.lt, after)
  const beginnings = new Beginnings(list.vendor, after === null ? range.ge : Math.max(range.ge, after.at))
  let [isByTime, isSorted] = [list.isByTime, true]
  /** The moment at which a search ended too early, and the rows of its last page. */
  let [shortAt, shortIds]: [number | null, ReadonlySet<string> | null] = [null, null]
  let [notices, calls]: [SourceNotice[], number] = [[], 0]
  let search = new Search(beginnings.at)
  const notice = (fault: ListFault): void => void notices.push(noticeOf(fault, list.vendor))
  const begin = (at: number): void => {
    sorter.beginAgain(at)
    search = new Search(at)
  }
  const beginAgain = (fault: ListFault | 'shrank'): void => {
    if (fault === 'died' || fault === 'repeats') notice(fault)
    if (fault !== 'short') isByTime = true
    begin(beginnings.again(sorter.frontier))
  }
  for (;;) {
    const { from, token } = search
    const page = await pageOf(list, { range: { ge: from, lt: range.lt }, token, size })
    calls += page?.calls ?? 1
    const rows = page === null ? [] : page.rows.map((row) => ({ ...list.placeOf(row), row, readTime: page.askedAt }))
    const ids = rows.map(({ id }) => id)
    const trouble = page === null ? 'died' : search.troubleWith(page, ids)
    if (page === null || trouble !== null) {
      beginAgain(trouble ?? 'died')
      continue
    }
    search.add(page, ids)
    if (isSorted && isUnsorted(rows)) {
      isSorted = false
      notice('unsorted')
    }
    const { ordered, others } = isSorted ? sorter.take(rows) : { ordered: [], others: rows }
    const reached = sorter.frontier ?? from
    // What an early end hid has come now, and nobody counts it.
    if (shortIds !== null && page.total === null && ids.some((id) => shortIds?.has(id) === false)) notice('cut')
    const isShort = isSorted && search.isShort(page)
    // Of what is as short when it is searched for again there is no more to be had.
    const isLost = isShort && reached === shortAt
    if (isLost) notice('short')
    const isEnd = isLost || (!isShort && search.isOver(page))
    const given = isEnd ? [...ordered, ...sorter.end()] : ordered
    yield { ordered: given, others, readTime: page.askedAt, calls, bytes: page.bytes, notices }
    if (isEnd) return
    ;[notices, calls] = [[], 0]
    ;[shortAt, shortIds] = isShort ? [reached, new Set(ids)] : [null, null]
    if (isShort) beginAgain('short')
    else if (search.hasUsed(page.nextToken)) beginAgain('repeats')
    else if (isSorted && isByTime && reached > from) begin(reached)
    else search.token = page.nextToken
  }
}

/** A page; null where its token was refused. */
async function pageOf(list: SortedList, request: Parameters<SortedList['ask']>[0]): Promise<SearchPage | null> {
  try {
    return await list.ask(request)
  } catch (error) {
    // Without its token the same search is understood: then it was the token that was refused.
    if (request.token === null || !(error instanceof VendorError && error.isRefusal)) throw error
    return null
  }
}

/** The places where searches begin, and the number of attempts at each that did not get on. */
class Beginnings {
  readonly #vendor: string
  #at: number
  #times = 1

  constructor(vendor: string, at: number) {
    this.#vendor = vendor
    this.#at = at
  }

  get at(): number {
    return this.#at
  }

  /** The moment at which a search begins again. Throws a SourceError where it has done so too often. */
  again(frontier: number | null): number {
    const at = frontier ?? this.#at
    this.#times = at > this.#at ? 1 : this.#times + 1
    this.#at = at
    if (this.#times <= mostBeginnings) return at
    const message = `${this.#vendor} gives the same page again and again, or changes faster than it can be read: the run goes on from here next time.`
    throw new SourceError(message, { retryable: true, wasRetried: true })
  }
}
