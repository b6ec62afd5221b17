import { useMemo, useRef, type MouseEvent } from 'react'

import type { ColumnChoice } from './columnChoice.ts'
import type { ListColumn } from './listColumn.ts'
import type { ListRow, ListSort } from './listPage.ts'
import { SelectAllHeader, SelectCell } from './SelectCell.tsx'
import type { ShownRows } from './shownRows.ts'
import { SortableHeader } from './SortableHeader.tsx'
import { useDrawnRows } from './useDrawnRows.ts'
import { useRowKeys } from './useRowKeys.ts'
import type { Selection } from './useSelection.ts'

interface Props<Row extends ListRow> extends ShownRows<Row> {
  readonly columns: readonly ListColumn<Row>[]
  readonly sort: ListSort
  readonly choice: ColumnChoice
  /** Absent where rows cannot be selected. */
  readonly selecting?: Selecting<Row>
  readonly onSort: (sort: ListSort) => void
}

interface Selecting<Row extends ListRow> {
  readonly selection: Selection
  /** What rows are called: "orders". */
  readonly nouns: string
  /** The name of a row: "order 1001". */
  readonly nameOf: (row: Row) => string
}

/** The height of a row, as tokens.css has it. */
const rowHeight = 44

/** The list as a table; of a long page only the rows in sight are drawn. */
export function ListTable<Row extends ListRow>(props: Props<Row>) {
  const { label, rows, list, offset, total, columns, sort, choice, selecting, openedId, isStale, onSort, onOpen } =
    props
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const visible = columns.filter(({ id }) => choice.chosen.has(id))
  const span = visible.length + (selecting === undefined ? 0 : 1)
  const selection = selecting?.selection
  const { indexes, before, after, scrollTo } = useDrawnRows({ scroller, count: rows.length, height: rowHeight, list })
  const ids = useMemo(() => rows.map(({ id }) => id), [rows])
  useRowKeys({ ids, openedId, rows: body, onOpen, scrollTo, ...(selection && { selection }) })
  const openUnlessSelecting = (event: MouseEvent<HTMLElement>, id: string): void => {
    const isOther = event.target instanceof Element && event.target.closest('a, .select-cell') !== null
    if (!isOther && window.getSelection()?.toString() === '') onOpen(id)
  }
  return (
    // Whoever scrolls by keyboard has to reach it.
    <div className="table-scroller" ref={scroller} tabIndex={0} role="region" aria-label={label} aria-busy={isStale}>
      <table className={isStale ? 'list-table list-stale' : 'list-table'} aria-rowcount={total + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {selecting !== undefined && (
              <SelectAllHeader
                rows={rows.length}
                selected={selecting.selection.ids.size}
                nouns={selecting.nouns}
                onToggle={selecting.selection.toggleAll}
              />
            )}
            {visible.map((column) => (
              <SortableHeader key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {before > 0 && <Spacer height={before} columns={span} />}
          {indexes.map((index) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <tr
                key={row.id}
                data-id={row.id}
                aria-rowindex={offset + index + 2}
                className={classOf(row.id === openedId, selection?.ids.has(row.id) === true)}
                onClick={(event) => openUnlessSelecting(event, row.id)}
              >
                {selecting !== undefined && (
                  <SelectCell
                    name={selecting.nameOf(row)}
                    isSelected={selecting.selection.ids.has(row.id)}
                    onToggle={(isRange) => selecting.selection.toggle(row.id, isRange)}
                  />
                )}
                {visible.map((column) => (
                  <td key={column.id} className={column.isNumeric === true ? 'numeric' : undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
          {after > 0 && <Spacer height={after} columns={span} />}
        </tbody>
      </table>
    </div>
  )
}

function classOf(isOpen: boolean, isSelected: boolean): string {
  return ['list-row', ...(isOpen ? ['list-row-open'] : []), ...(isSelected ? ['list-row-selected'] : [])].join(' ')
}

/** Stands for the rows that are not drawn. */
function Spacer({ height, columns: span }: { height: number; columns: number }) {
  return (
    <tr aria-hidden="true" style={{ height }}>
      <td colSpan={span} className="spacer">
        {' '}
      </td>
    </tr>
  )
}
