import { useMemo, useRef, type MouseEvent } from 'react'

import type { ColumnChoice } from './columnChoice.ts'
import type { ListColumn } from './listColumn.ts'
import type { ListRow, ListSort } from './listPage.ts'
import type { ShownRows } from './shownRows.ts'
import { SortableHeader } from './SortableHeader.tsx'
import { useDrawnRows } from './useDrawnRows.ts'
import { useRowKeys } from './useRowKeys.ts'

interface Props<Row extends ListRow> extends ShownRows<Row> {
  readonly columns: readonly ListColumn<Row>[]
  readonly sort: ListSort
  readonly choice: ColumnChoice
  readonly onSort: (sort: ListSort) => void
}

/** The height of a row, as tokens.css has it. */
const rowHeight = 44

/** The list as a table; of a long page only the rows in sight are drawn. */
export function ListTable<Row extends ListRow>(props: Props<Row>) {
  const { label, rows, list, offset, total, columns, sort, choice, openedId, isStale, onSort, onOpen } = props
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const visible = columns.filter(({ id }) => choice.chosen.has(id))
  const { indexes, before, after, scrollTo } = useDrawnRows({ scroller, count: rows.length, height: rowHeight, list })
  const ids = useMemo(() => rows.map(({ id }) => id), [rows])
  useRowKeys({ ids, openedId, rows: body, onOpen, scrollTo })
  const openUnlessSelecting = (event: MouseEvent<HTMLElement>, id: string): void => {
    const isLink = event.target instanceof Element && event.target.closest('a') !== null
    if (!isLink && window.getSelection()?.toString() === '') onOpen(id)
  }
  return (
    // Whoever scrolls by keyboard has to reach it.
    <div className="table-scroller" ref={scroller} tabIndex={0} role="region" aria-label={label} aria-busy={isStale}>
      <table className={isStale ? 'list-table list-stale' : 'list-table'} aria-rowcount={total + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {visible.map((column) => (
              <SortableHeader key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {before > 0 && <Spacer height={before} columns={visible.length} />}
          {indexes.map((index) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <tr
                key={row.id}
                data-id={row.id}
                aria-rowindex={offset + index + 2}
                className={row.id === openedId ? 'list-row list-row-open' : 'list-row'}
                onClick={(event) => openUnlessSelecting(event, row.id)}
              >
                {visible.map((column) => (
                  <td key={column.id} className={column.isNumeric === true ? 'numeric' : undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
          {after > 0 && <Spacer height={after} columns={visible.length} />}
        </tbody>
      </table>
    </div>
  )
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
