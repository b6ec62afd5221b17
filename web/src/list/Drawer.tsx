import './drawer.css'

import { Dialog } from '@base-ui/react/dialog'
import { useRef, type ReactNode } from 'react'

import { CallError } from '../backend/callError.ts'
import { ErrorPanel, messageOf } from '../ui/ErrorPanel.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { MissingRecordPanel } from './MissingRecordPanel.tsx'
import type { Neighbours } from './neighbours.ts'

interface Props {
  readonly title: string
  /** What the record is called: "order". */
  readonly noun: string
  readonly neighbours: Neighbours
  /** All of it; null while there is nothing to show. */
  readonly children: ReactNode
  readonly error: Error | null
  readonly onRetry: () => void
  readonly onClose: () => void
}

/** One record beside its list. */
export function Drawer({ title, noun, neighbours, children, error, onRetry, onClose }: Props) {
  const close = useRef<HTMLButtonElement>(null)
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="drawer" initialFocus={close}>
          <div className="drawer-head">
            <Dialog.Title className="drawer-title">{title}</Dialog.Title>
            <span className="drawer-tools">
              <NeighbourLink href={neighbours.previous} label={`Previous ${noun}`} sign="‹" />
              <NeighbourLink href={neighbours.next} label={`Next ${noun}`} sign="›" />
              <Dialog.Close ref={close} className="quiet-button" aria-label={`Close the ${noun}`}>
                ✕
              </Dialog.Close>
            </span>
          </div>
          {children}
          {children === null && error === null && <Waiting />}
          {error !== null && <Failure error={error} noun={noun} onRetry={onRetry} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function NeighbourLink({ href, label, sign }: { href: string | null; label: string; sign: string }) {
  if (href === null) return null
  return (
    <a href={href} className="quiet-button" aria-label={label} title={label}>
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
