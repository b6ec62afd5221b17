import './phone.css'

import { useState } from 'react'

import type { Facets, Sort } from 'contract/api.ts'
import { formatCounted } from '../format/count.ts'
import { Sheet, useCloseSheet } from '../ui/Sheet.tsx'
import { ExportButton, ExportProgress } from './ExportButton.tsx'
import { FilterBar } from './FilterBar.tsx'
import { filterCount } from './filterCount.ts'
import type { ListState } from './listState.ts'
import { PageSize } from './PageSize.tsx'
import { SortSelect } from './SortSelect.tsx'
import type { Export } from './useExport.ts'

interface Props {
  readonly state: ListState
  readonly facets: Facets | undefined
  /** How many orders the list has; undefined until it is known. */
  readonly total: number | undefined
  readonly exporting: Export
  readonly onChange: (next: ListState) => void
  readonly onSort: (sort: Sort) => void
  readonly onLimit: (limit: number) => void
  readonly onExport: () => void
}

/** What narrows, sorts and exports a phone's list: one button, and a sheet behind it. */
export function PhoneTools(props: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const set = filterCount(props.state)
  return (
    <>
      <button
        type="button"
        className={set === 0 ? 'button' : 'button dropdown-chosen'}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
      >
        {set === 0 ? 'Filters' : `Filters (${set})`}
      </button>
      <ExportProgress exporting={props.exporting} total={props.total} />
      {isOpen && (
        <Sheet title="Filters" footer={<ShowButton total={props.total} />} onClose={() => setIsOpen(false)}>
          <Tools {...props} />
        </Sheet>
      )}
    </>
  )
}

function Tools({ state, facets, total, exporting, onChange, onSort, onLimit, onExport }: Props) {
  const close = useCloseSheet()
  return (
    <>
      <SortSelect sort={state.sort} onSort={onSort} />
      <FilterBar state={state} facets={facets} onChange={onChange} />
      <PageSize className="sheet-section" label="Rows per page" limit={state.limit} onLimit={onLimit} />
      <div className="sheet-section">
        The whole list
        <ExportButton
          exporting={exporting}
          total={total}
          onStart={() => {
            // What becomes of it is said on the page, which cannot be heard from here.
            close?.()
            onExport()
          }}
        />
      </div>
    </>
  )
}

function ShowButton({ total }: { total: number | undefined }) {
  const close = useCloseSheet()
  return (
    <button type="button" className="button button-primary" onClick={() => close?.()}>
      {total === undefined ? 'Show the list' : `Show ${formatCounted(total, 'order')}`}
    </button>
  )
}
