import './printout.css'

import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'

/** What is printed in the place of the whole page. To be drawn only while the browser prints. */
export function Printout({ children }: { children: ReactNode }) {
  return createPortal(<div className="printout">{children}</div>, document.body)
}
