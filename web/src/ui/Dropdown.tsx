import { Popover } from '@base-ui/react/popover'
import type { ReactNode } from 'react'

import { useCloseSheet } from './Sheet.tsx'

interface Props {
  readonly label: string
  /** What is chosen in it, shown beside the label. */
  readonly chosen?: string | undefined
  readonly children: ReactNode
}

/** A button that opens a small panel of choices below it; within a sheet they unfold in place. */
export function Dropdown(props: Props) {
  return useCloseSheet() === null ? <PopoverChoices {...props} /> : <FoldedChoices {...props} />
}

function PopoverChoices({ label, chosen, children }: Props) {
  return (
    <Popover.Root>
      <Popover.Trigger className={chosen === undefined ? 'button dropdown' : 'button dropdown dropdown-chosen'}>
        {label}
        {chosen !== undefined && <span className="dropdown-choice">{chosen}</span>}
        <span aria-hidden="true">▾</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="popover-positioner">
          <Popover.Popup className="popover" aria-label={label}>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** A popover stands at the end of the page, which is out of reach while a sheet is open. */
function FoldedChoices({ label, chosen, children }: Props) {
  return (
    <details className="sheet-choices">
      <summary>
        {label}
        {chosen !== undefined && <span className="sheet-chosen">{chosen}</span>}
        <span aria-hidden="true" className="sheet-sign">
          ▾
        </span>
      </summary>
      <div className="sheet-choices-body">{children}</div>
    </details>
  )
}
