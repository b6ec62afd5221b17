import type { ListRow } from './listPage.ts'

/** The rows of a page as a table or cards show them. */
export interface ShownRows<Row extends ListRow> {
  /** What the list is called: "Orders". */
  readonly label: string
  readonly rows: readonly Row[]
  /** Names the list that is shown: another one begins at its top. */
  readonly list: string
  /** How many rows stand before the first one, and in all: said to screen readers, for only some are drawn. */
  readonly offset: number
  readonly total: number
  readonly openedId: string | null
  /** Whether the rows are those of the last question, and the present one's are on their way. */
  readonly isStale: boolean
  readonly onOpen: (id: string) => void
}
