import type { Instant } from '../../lib/instant.ts'
import type { Placed } from './sorter.ts'

/** A row of a list as the vendor sent it. */
export type RawRow = Readonly<Record<string, unknown>>

/** From and to in the list's own unit of time since 1970, the end exclusive; a `ge` of 0 is the account's beginning. */
export interface Range {
  readonly ge: number
  readonly lt: number
}

/** One page of a search. */
export interface SearchPage {
  readonly rows: readonly RawRow[]
  /** Empty behind the last page. */
  readonly nextToken: string
  /** True where the vendor sent as many rows as it was asked for. */
  readonly isFull: boolean
  /** The number of rows of the whole search; null where the vendor does not say. */
  readonly total: number | null
  readonly askedAt: Instant
  readonly calls: number
  readonly bytes: number
}

export interface RangeRequest {
  readonly range: Range
  readonly token: string | null
  readonly size: number
}

/** A list that a vendor searches by a range of time and sorts by that time, ascending. */
export interface SortedList {
  /** The vendor's name for people. */
  readonly vendor: string
  /** Asks for one page. */
  readonly ask: (request: RangeRequest) => Promise<SearchPage>
  /** The place of a row in the list. */
  readonly placeOf: (row: RawRow) => Placed
  /** True where each page is a search of its own by time, and tokens are used within one moment only. */
  readonly isByTime: boolean
}
