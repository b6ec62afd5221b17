import './drawer.css'

import { Dialog } from '@base-ui/react/dialog'
import { useRef, type ReactNode } from 'react'

import { CallError } from '../backend/callError.ts'
import { ErrorPanel, messageOf } from '../ui/ErrorPanel.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { MissingRecordPanel } from './MissingRecordPanel.tsx'
import type { Neighbours } from './neighbours.ts'

interface Props {
  readonly id: string
  readonly title: string
  /** What the record is called: "order". */
  readonly noun: string
  readonly neighbours: Neighbours
  /** What else can be done with the record. */
  readonly tools?: ReactNode
  /** What is known of it so far; null while there is nothing to show. */
  readonly children: ReactNode
  readonly error: Error | null
  readonly onRetry: () => void
  readonly onClose: () => void
}

/** One record beside its list. */
export function Drawer({ id, title, noun, neighbours, tools, children, error, onRetry, onClose }: Props) {
  const close = useRef<HTMLButtonElement>(null)
  const { previous, next } = neighbours
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="drawer" initialFocus={close} finalFocus={() => placeOf(id)}>
          <div className="drawer-head">
            <Dialog.Title className="drawer-title">{title}</Dialog.Title>
            <span className="drawer-tools">
              {tools}
              {(previous !== null || next !== null) && (
                <>
                  <NeighbourLink href={previous} label={`Previous ${noun}`} sign="‹" shortcut="k" />
                  <NeighbourLink href={next} label={`Next ${noun}`} sign="›" shortcut="j" />
                </>
              )}
              <Dialog.Close ref={close} className="quiet-button" aria-label={`Close the ${noun}`}>
                ✕
              </Dialog.Close>
            </span>
          </div>
          {error !== null && <Failure error={error} noun={noun} onRetry={onRetry} />}
          {children}
          {children === null && error === null && <Waiting />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Where the reader goes on once a record is closed: its row, or the heading of the list where that has it not, or soon will not. */
function placeOf(id: string): HTMLElement | null {
  const row = document.querySelector<HTMLElement>(`[aria-busy='false'] [data-id="${CSS.escape(id)}"] .row-link`)
  // What came above the list since may have made it shorter; the focus itself scrolls nothing.
  row?.closest('[data-id]')?.scrollIntoView({ block: 'nearest' })
  return row ?? document.querySelector<HTMLElement>('main h1')
}

interface NeighbourProps {
  readonly href: string | null
  readonly label: string
  readonly sign: string
  readonly shortcut: string
}

/** At an end of the list it stays where it is, with the focus that it may have. */
function NeighbourLink({ href, label, sign, shortcut }: NeighbourProps) {
  return (
    <a
      href={href ?? undefined}
      // Without an address it would be none.
      // oxlint-disable-next-line jsx-a11y/no-redundant-roles
      role="link"
      tabIndex={0}
      aria-disabled={href === null}
      className="quiet-button"
      aria-label={label}
      aria-keyshortcuts={shortcut}
      title={`${label} (${shortcut})`}
    >
      <span aria-hidden="true">{sign}</span>
    </a>
  )
}

function Failure({ error, noun, onRetry }: { error: Error; noun: string; onRetry: () => void }) {
  if (error instanceof CallError && error.missingOrder !== null)
    return <MissingRecordPanel missing={error.missingOrder} noun={noun} />
  const isMissing = error instanceof CallError && (error.failure === 'not-found' || error.failure === 'invalid')
  return (
    <ErrorPanel
      title={isMissing ? `There is no such ${noun}` : `The ${noun} could not be loaded`}
      message={isMissing ? 'It was deleted long ago, was never copied, or the link is not complete.' : messageOf(error)}
      onRetry={onRetry}
    />
  )
}
