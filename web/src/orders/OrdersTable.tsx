import { FlexRender, useTable } from '@tanstack/react-table'
import { useMemo, useRef, type MouseEvent } from 'react'

import type { OrderRow, Sort } from 'contract/api.ts'
import { linkColumn, type ColumnChoice } from './columnChoice.ts'
import { columnIds, columns, features, numericColumns } from './columns.tsx'
import { OrderLink } from './OrderLink.tsx'
import { SortableHeader } from './SortableHeader.tsx'
import { useDrawnRows } from './useDrawnRows.ts'
import { useRowKeys } from './useRowKeys.ts'

interface Props {
  readonly orders: readonly OrderRow[]
  /** Names the list that is shown: another one begins at its top. */
  readonly list: string
  /** How many rows stand before the first one, and in all: said to screen readers, for only some are drawn. */
  readonly offset: number
  readonly total: number
  readonly sort: Sort
  readonly choice: ColumnChoice
  readonly openedId: string | null
  /** Whether the rows are those of the last question, and the present one's are on their way. */
  readonly isStale: boolean
  readonly hrefOf: (id: string) => string
  readonly onSort: (sort: Sort) => void
  readonly onOpen: (id: string) => void
}

/** As tokens.css has it. */
const rowHeight = 44

/** The list; of a long page only the rows in sight are drawn. */
export function OrdersTable(props: Props) {
  const { orders, list, offset, total, sort, choice, openedId, isStale, hrefOf, onSort, onOpen } = props
  const scroller = useRef<HTMLDivElement>(null)
  const columnVisibility = useMemo(
    () => Object.fromEntries(columnIds.map((id) => [id, choice.chosen.has(id)])),
    [choice.chosen],
  )
  const table = useTable({ features, columns, data: orders, state: { columnVisibility }, getRowId })
  const { rows } = table.getRowModel()
  const { indexes, before, after, scrollTo } = useDrawnRows({ scroller, count: rows.length, height: rowHeight, list })
  const body = useRef<HTMLTableSectionElement>(null)
  const ids = useMemo(() => orders.map(({ id }) => id), [orders])
  useRowKeys({ ids, openedId, rows: body, onOpen, scrollTo })
  const openUnlessSelecting = (event: MouseEvent<HTMLElement>, id: string): void => {
    const isLink = event.target instanceof Element && event.target.closest('a') !== null
    if (!isLink && window.getSelection()?.toString() === '') onOpen(id)
  }
  const visible = table.getVisibleLeafColumns().length
  return (
    // Whoever scrolls by keyboard has to reach it.
    <div className="table-scroller" ref={scroller} tabIndex={0} role="region" aria-label="Orders" aria-busy={isStale}>
      <table className={isStale ? 'orders orders-stale' : 'orders'} aria-rowcount={total + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {table.getHeaderGroups()[0]?.headers.map((header) => (
              <SortableHeader key={header.id} columnId={header.column.id} sort={sort} onSort={onSort}>
                <FlexRender header={header} />
              </SortableHeader>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {before > 0 && <Spacer height={before} columns={visible} />}
          {indexes.map((index) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <tr
                key={row.id}
                data-id={row.id}
                aria-rowindex={offset + index + 2}
                className={row.id === openedId ? 'order-row order-row-open' : 'order-row'}
                onClick={(event) => openUnlessSelecting(event, row.id)}
              >
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id} className={numericColumns.has(cell.column.id) ? 'numeric' : undefined}>
                    {cell.column.id === linkColumn ? (
                      <OrderLink order={row.original} href={hrefOf(row.id)} />
                    ) : (
                      <FlexRender cell={cell} />
                    )}
                  </td>
                ))}
              </tr>
            )
          })}
          {after > 0 && <Spacer height={after} columns={visible} />}
        </tbody>
      </table>
    </div>
  )
}

function getRowId({ id }: OrderRow): string {
  return id
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
