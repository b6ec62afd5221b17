import { formatAge, formatAgo, formatExactTime, formatTime } from '../format/time.ts'
import { useNow } from './clock.ts'

/** A moment as "Nov 20, 2026, 9:30 AM"; how long ago, and the exact time with its zone, on hovering. */
export function Time({ iso }: { iso: string }) {
  return (
    <time dateTime={iso} title={formatExactTime(iso)}>
      {formatTime(iso)}
    </time>
  )
}

/** A moment as "2 minutes ago". */
export function Ago({ iso }: { iso: string }) {
  const now = useNow()
  return (
    <time dateTime={iso} title={formatExactTime(iso)}>
      {formatAgo(iso, now)}
    </time>
  )
}

/** A moment as its age, "2m", where there is room for no more; screen readers hear "2 minutes ago". */
export function Age({ iso }: { iso: string }) {
  const now = useNow()
  return (
    <>
      <span aria-hidden="true" title={formatExactTime(iso)}>
        {formatAge(iso, now)}
      </span>
      <span className="visually-hidden">
        <Ago iso={iso} />
      </span>
    </>
  )
}

/** Both: the one to compare by, the other to feel. */
export function TimeAndAgo({ iso }: { iso: string }) {
  return (
    <span className="time-and-ago">
      <Time iso={iso} />{' '}
      <span className="muted">
        <Ago iso={iso} />
      </span>
    </span>
  )
}
