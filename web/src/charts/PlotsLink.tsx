import { useRef, type KeyboardEvent, type MouseEvent, type PointerEvent, type ReactNode, type RefObject } from 'react'

import type { ChartData } from './chartData.ts'

interface Props {
  readonly data: ChartData
  /** Where the plots lead while no point is shown. */
  readonly href: string
  /** The point that is shown; null: none. */
  readonly index: number | null
  /** The same, as soon as it is pointed at: a finger's click comes before it is shown. */
  readonly latest: RefObject<number | null>
  readonly onShow: (index: number | null) => void
  readonly children: ReactNode
}

/**
 * A link around plots, to what the point that is shown is of: a real one, so that it opens in a tab as any other. With the
 * focus on it, arrow keys choose the point. A finger shows a point first, and follows it when it touches it again.
 */
export function PlotsLink({ data: { points, series, pointLabel }, href, index, latest, onShow, children }: Props) {
  const touched = useRef<{ readonly index: number | null } | null>(null)
  const point = index === null ? undefined : points[index]
  const values = series.map(({ label, values: all, format }) => `${label} ${format(all[index ?? 0] ?? 0)}`).join(', ')
  const name =
    point === undefined
      ? `Orders of every ${pointLabel.toLowerCase()}; arrow keys choose one`
      : `Orders of ${point.name}: ${values}`
  const onPointerDown = ({ pointerType }: PointerEvent): void => {
    touched.current = pointerType === 'touch' ? { index } : null
  }
  const onClick = (event: MouseEvent): void => {
    if (touched.current !== null && touched.current.index !== latest.current) event.preventDefault()
    touched.current = null
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextIndex(event.key, index, points.length)
    if (next === undefined) return
    event.preventDefault()
    onShow(next)
  }
  return (
    <>
      <a
        className="plots-link"
        href={point?.href ?? href}
        aria-label={name}
        draggable={false}
        onPointerDown={onPointerDown}
        onClickCapture={onClick}
        onKeyDown={onKeyDown}
        onBlur={() => onShow(null)}
      >
        {children}
        <span className="visually-hidden" aria-live="polite">
          {point === undefined ? '' : name}
        </span>
      </a>
      <p className="muted">
        Click a {pointLabel.toLowerCase()} to see its orders; with the keyboard, arrow keys choose it.
      </p>
    </>
  )
}

/** The point that a key leads to; undefined for any other key. */
function nextIndex(key: string, index: number | null, count: number): number | null | undefined {
  const last = count - 1
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, (index ?? count) - 1)
    case 'ArrowRight':
      return Math.min(last, (index ?? last) + 1)
    case 'Home':
      return 0
    case 'End':
      return last
    case 'Escape':
      return null
    default:
      return undefined
  }
}
