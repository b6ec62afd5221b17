import type { ReactNode } from 'react'

import type { ListRow, ListSort } from './listPage.ts'

/** A column of a list's table. Sorting is the server's. */
export interface ListColumn<Row extends ListRow> {
  readonly id: string
  readonly label: string
  readonly cell: (row: Row) => ReactNode
  /** Numbers stand at the right, so that they compare. */
  readonly isNumeric?: boolean
  /** Its header says in which zone times are. */
  readonly isTime?: boolean
  /** The direction of the first press of its header; absent where it does not sort. */
  readonly sortsFirst?: ListSort['direction']
}
