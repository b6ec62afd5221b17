import './sheet.css'

import { createContext, use, useEffect, useId, useRef, type ReactNode } from 'react'

const SheetContext = createContext<(() => void) | null>(null)

/** The function that closes the sheet around a component; null outside of one. */
export function useCloseSheet(): (() => void) | null {
  return use(SheetContext)
}

interface Props {
  readonly title: string
  /** Stays in sight at the end while the rest scrolls. */
  readonly footer?: ReactNode
  readonly children: ReactNode
  /** Called once it is closed, whoever closed it; the focus is back where it was by then. */
  readonly onClose: () => void
}

/** A panel that comes up from the lower edge for as long as it is mounted. The rest of the page is out of reach meanwhile. */
export function Sheet({ title, footer, children, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    // Opened by an attribute, it would keep nobody from what is behind it.
    if (dialog.current?.open === false) dialog.current.showModal()
  }, [])
  const close = (): void => dialog.current?.close()
  return (
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={titleId}
      onClose={onClose}
      // Where the browser knows it, a tap beside the sheet closes it, too.
      closedby="any"
    >
      <SheetContext value={close}>
        <div className="sheet-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="quiet-button" aria-label={`Close: ${title}`} onClick={close}>
            ✕
          </button>
        </div>
        <div className="sheet-body">{children}</div>
        {footer !== undefined && <div className="sheet-foot">{footer}</div>}
      </SheetContext>
    </dialog>
  )
}
