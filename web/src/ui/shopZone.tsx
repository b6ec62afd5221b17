import { createContext, use, useEffect, useMemo, type ReactNode } from 'react'

import { isTimeZone, TimeZone, utc } from 'contract/timeZone.ts'
import { useSyncStatus } from '../backend/status.ts'
import { useNow } from './clock.ts'
import { remember, remembered } from './memory.ts'

const key = 'tidemark.timeZone'

const ZoneContext = createContext<TimeZone | null>(null)

/** A day in the shop: which one it is, and by whose clocks. */
export interface ShopDay {
  readonly zone: TimeZone
  /** Counted from 1970-01-01. */
  readonly today: number
}

/**
 * The shop's time zone, in which the page shows all times. Null until the status has told it, which is once in a browser: it is
 * remembered, and a later change of it shows as soon as the status has come.
 */
export function useShopZone(): TimeZone | null {
  return use(ZoneContext)
}

/** The present day of the shop, anew at its midnight; null until its zone is known. */
export function useShopDay(): ShopDay | null {
  const zone = useShopZone()
  const now = useNow()
  const today = zone?.dayOf(now)
  return useMemo(() => (zone === null || today === undefined ? null : { zone, today }), [zone, today])
}

/** Learns the zone from the status, which the page asks for anyway, and beside the first list. */
export function ShopZoneProvider({ children }: { children: ReactNode }) {
  const { data, isError } = useSyncStatus()
  const told = data?.timeZone
  useEffect(() => {
    if (told !== undefined) remember(key, told)
  }, [told])
  // Without a status and a memory the page goes on in UTC, and says so wherever it names the zone.
  const name = told ?? remembered(key) ?? (isError ? utc.name : null)
  const zone = useMemo(() => (name === null ? null : zoneNamed(name)), [name])
  return <ZoneContext value={zone}>{children}</ZoneContext>
}

/** An old browser may not know a zone that the functions know. */
function zoneNamed(name: string): TimeZone {
  return isTimeZone(name) ? new TimeZone(name) : utc
}
