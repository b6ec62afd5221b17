import './tableRegion.css'

import type { ReactNode } from 'react'

interface Props {
  /** What the table shows; also names the region that scrolls. */
  readonly caption: string
  readonly children: ReactNode
}

/** A table that may be wider or longer than its place. Whoever scrolls by keyboard has to reach it. */
export function TableRegion({ caption, children }: Props) {
  return (
    <div className="table-region" tabIndex={0} role="region" aria-label={caption}>
      <table className="plain-table">
        <caption className="visually-hidden">{caption}</caption>
        {children}
      </table>
    </div>
  )
}
