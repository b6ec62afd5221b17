import type { ReactNode } from 'react'

/** There is nothing to see, and that is good. */
export function AllWell({ children }: { children: ReactNode }) {
  return (
    <p className="all-well">
      <span aria-hidden="true">✓</span> All is well: {children}
    </p>
  )
}
