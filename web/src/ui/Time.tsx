import type { TimeZone } from 'contract/timeZone.ts'
import { formatAge, formatAgo, formatExactTime, formatTime } from '../format/time.ts'
import { useNow } from './clock.ts'
import { useShopZone } from './shopZone.tsx'

/** A moment as "Nov 20, 2026, 9:30 AM" in the shop's zone; to the second, with that zone, on hovering. */
export function Time({ iso }: { iso: string }) {
  const zone = useShopZone()
  return (
    <time dateTime={iso} title={titleOf(iso, zone)}>
      {zone !== null && formatTime(iso, zone.name)}
    </time>
  )
}

/** A moment as "2 minutes ago". */
export function Ago({ iso }: { iso: string }) {
  const now = useNow()
  const zone = useShopZone()
  return (
    <time dateTime={iso} title={titleOf(iso, zone)}>
      {formatAgo(iso, now)}
    </time>
  )
}

/** A moment as its age, "2m", where there is room for no more; screen readers hear "2 minutes ago". */
export function Age({ iso }: { iso: string }) {
  const now = useNow()
  const zone = useShopZone()
  return (
    <>
      <span aria-hidden="true" title={titleOf(iso, zone)}>
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

function titleOf(iso: string, zone: TimeZone | null): string | undefined {
  return zone === null ? undefined : formatExactTime(iso, zone.name)
}
