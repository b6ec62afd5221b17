import type { TransportFault } from '../faults.ts'

/** A way in which a call can go wrong. */
export type Fault =
  | TransportFault
  /** An error of the API; `status` 200 is `errors` inside a success. By default the category and the code that go with the status. */
  | {
      readonly kind: 'error'
      readonly status: number
      readonly category?: string
      readonly code?: string
      readonly detail?: string
    }
  /** The cursor is refused. */
  | { readonly kind: 'deadCursor' }
  /** The next page is this one again: by the same cursor each time, or by a new one. */
  | { readonly kind: 'endlessCursor'; readonly isNew?: boolean }
  /** A page that is exactly full comes without a cursor, or with an empty one, though more rows follow. */
  | { readonly kind: 'lostCursor'; readonly isEmpty?: boolean }
  /** The page begins with the last row of the page before. */
  | { readonly kind: 'repeatedRow' }
  /** The page has fewer rows than were asked for, perhaps none, and a cursor. */
  | { readonly kind: 'shortPage'; readonly rows: number }
  /** The list comes newest first, whatever order was asked for. */
  | { readonly kind: 'ignoredSort' }

/** The kinds that need a call with a cursor. */
export const faultsOfLaterPages: readonly Fault['kind'][] = ['deadCursor', 'repeatedRow']
