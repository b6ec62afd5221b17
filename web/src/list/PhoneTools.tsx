import './phone.css'

import { useState } from 'react'

import { formatCounted } from '../format/count.ts'
import { Sheet, useCloseSheet } from '../ui/Sheet.tsx'
import { ExportButtons, ExportProgress } from './ExportButtons.tsx'
import type { ListToolsProps } from './ListToolbar.tsx'
import { PageSize } from './PageSize.tsx'
import { SortSelect } from './SortSelect.tsx'

/** The controls that narrow, sort and export a list on a phone: one button, and a sheet behind it. */
export function PhoneTools(props: ListToolsProps) {
  const { words, filterCount, exporting, total } = props
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className={filterCount === 0 ? 'button' : 'button dropdown-chosen'}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
      >
        {filterCount === 0 ? 'Filters' : `Filters (${filterCount})`}
      </button>
      <ExportProgress exporting={exporting} total={total} />
      {isOpen && (
        <Sheet title="Filters" footer={<ShowButton total={total} noun={words.noun} />} onClose={() => setIsOpen(false)}>
          <Tools {...props} />
        </Sheet>
      )}
    </>
  )
}

function Tools(props: ListToolsProps) {
  const { filters, sorts, sort, limit, total, exporting, formats, onSort, onLimit, onExport } = props
  const close = useCloseSheet()
  return (
    <>
      <SortSelect choices={sorts} sort={sort} onSort={onSort} />
      {filters}
      <PageSize className="sheet-section" label="Rows per page" limit={limit} onLimit={onLimit} />
      <div className="sheet-section">
        The whole list
        <span className="button-row">
          <ExportButtons
            exporting={exporting}
            total={total}
            formats={formats}
            onStart={(format) => {
              // What becomes of it is said on the page, which cannot be heard from here.
              close?.()
              onExport(format)
            }}
          />
        </span>
      </div>
    </>
  )
}

function ShowButton({ total, noun }: { total: number | undefined; noun: string }) {
  const close = useCloseSheet()
  return (
    <button type="button" className="button button-primary" onClick={() => close?.()}>
      {total === undefined ? 'Show the list' : `Show ${formatCounted(total, noun)}`}
    </button>
  )
}
