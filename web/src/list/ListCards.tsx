import './cards.css'

import { useMemo, useRef, type ReactNode } from 'react'

import type { ListRow } from './listPage.ts'
import type { ShownRows } from './shownRows.ts'
import { useDrawnRows } from './useDrawnRows.ts'
import { useRowKeys } from './useRowKeys.ts'

interface Props<Row extends ListRow> extends ShownRows<Row> {
  /** The two lines of a card; its one link opens the record. */
  readonly renderCard: (row: Row) => ReactNode
}

/** The height of a card and the gap below it, as cards.css has it. */
const cardHeight = 76

/** The list on a phone; of a long page only the cards in sight are drawn. */
export function ListCards<Row extends ListRow>(props: Props<Row>) {
  const { label, rows, list, offset, total, openedId, isStale, onOpen, renderCard } = props
  const scroller = useRef<HTMLDivElement>(null)
  const cards = useRef<HTMLUListElement>(null)
  const drawn = useDrawnRows({ scroller, count: rows.length, height: cardHeight, list })
  const ids = useMemo(() => rows.map(({ id }) => id), [rows])
  useRowKeys({ ids, openedId, rows: cards, onOpen, scrollTo: drawn.scrollTo })
  return (
    <div className="card-scroller" ref={scroller}>
      <ul
        ref={cards}
        // Safari takes a list without bullets for none.
        // oxlint-disable-next-line jsx-a11y/no-redundant-roles
        role="list"
        aria-label={label}
        aria-busy={isStale}
        className={isStale ? 'list-cards list-stale' : 'list-cards'}
        style={{ paddingTop: drawn.before, paddingBottom: drawn.after }}
      >
        {drawn.indexes.map((index) => {
          const row = rows[index]
          if (row === undefined) return null
          return (
            <li
              key={row.id}
              data-id={row.id}
              aria-posinset={offset + index + 1}
              aria-setsize={total}
              className={row.id === openedId ? 'list-card list-card-open' : 'list-card'}
            >
              {renderCard(row)}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
