import { Popover } from '@base-ui/react/popover'
import type { ReactNode } from 'react'

interface Props {
  readonly label: string
  /** What is chosen in it, shown beside the label. */
  readonly chosen?: string | undefined
  readonly children: ReactNode
}

/** A button that opens a small panel of choices below it. */
export function Dropdown({ label, chosen, children }: Props) {
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
