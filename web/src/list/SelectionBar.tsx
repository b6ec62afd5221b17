import './selection.css'

import type { ReactNode } from 'react'

import { formatCounted } from '../format/count.ts'

interface Props {
  readonly count: number
  /** What a row is called: "order". */
  readonly noun: string
  /** What can be done with the selected rows. */
  readonly children: ReactNode
  readonly onClear: () => void
}

/** Says how many rows are selected and what can be done with them; stands below the list, whose rows stay where they are. */
export function SelectionBar({ count, noun, children, onClear }: Props) {
  const selected = `${formatCounted(count, noun)} selected`
  return (
    <>
      <p role="status" className="visually-hidden">
        {count > 0 && selected}
      </p>
      {count > 0 && (
        <div className="selection-bar" role="group" aria-label={`Selected ${noun}s`}>
          <strong>{selected}</strong>
          <span className="muted">On this page only: another filter, sort or page clears it.</span>
          <span className="button-row selection-actions">
            {children}
            <button
              type="button"
              className="quiet-button"
              onClick={({ currentTarget }) => {
                // The button is about to go; the keys go on from the view.
                currentTarget.closest('main')?.focus()
                onClear()
              }}
            >
              Clear
            </button>
          </span>
        </div>
      )}
    </>
  )
}
