import type { ReactNode } from 'react'

import { formatChangeShare, type Change } from './change.ts'

interface Props {
  readonly label: string
  /** Null where there is none, as the average of no orders. */
  readonly value: number | null
  readonly format: (value: number) => string
  /** The orders that the figure is of. */
  readonly href: string
  readonly note?: ReactNode
  /** The change since the period before: undefined without such a period, 'waiting' while it is on its way, null where it had nothing. */
  readonly change: Change | 'waiting' | null | undefined
  /** The orders that the figure before was of. */
  readonly hrefBefore: string | undefined
}

/** A figure and how it has changed, each a link to its orders. */
export function HeadlineFigure({ label, value, format, href, note, change, hrefBefore }: Props) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="headline-value">{value === null ? '–' : <a href={href}>{format(value)}</a>}</dd>
      {note !== undefined && <dd className="headline-note">{note}</dd>}
      {change !== undefined && (
        <dd className="headline-change">
          {change === 'waiting' && <span className="muted">…</span>}
          {change === null && <span className="muted">no comparison</span>}
          {change !== null && change !== 'waiting' && (
            <>
              <ChangeText change={change} format={format} /> <a href={hrefBefore}>{format(change.before)} before</a>
            </>
          )}
        </dd>
      )}
    </div>
  )
}

const arrows = { up: '▲', down: '▼' } as const

/** "▲ 14 (12.4%)": an arrow for those who see it, and its word for those who do not. */
function ChangeText({
  change: { direction, by, share },
  format,
}: {
  change: Change
  format: (value: number) => string
}) {
  if (direction === 'same') return <span className="muted">unchanged</span>
  return (
    <span className={`change-${direction}`}>
      <span aria-hidden="true">{arrows[direction]} </span>
      <span className="visually-hidden">{direction} </span>
      {format(by)}
      {share !== null && ` (${formatChangeShare(share)})`}
    </span>
  )
}
