import type { FakeMerchant } from '../merchant.ts'
import { timeText } from '../times.ts'
import { defaults, type MerchantFilling } from './filling.ts'

const places = [
  { name: 'Portland Harbour', timezone: 'America/New_York', locality: 'Portland', state: 'ME' },
  { name: 'Seattle Pier', timezone: 'America/Los_Angeles', locality: 'Seattle', state: 'WA' },
  { name: 'Chicago Lakefront', timezone: 'America/Chicago', locality: 'Chicago', state: 'IL' },
  { name: 'Honolulu Dock', timezone: 'Pacific/Honolulu', locality: 'Honolulu', state: 'HI' },
  { name: 'Anchorage Wharf', timezone: 'America/Anchorage', locality: 'Anchorage', state: 'AK' },
  { name: 'Boulder Reservoir', timezone: 'America/Denver', locality: 'Boulder', state: 'CO' },
  { name: 'Phoenix Canal', timezone: 'America/Phoenix', locality: 'Phoenix', state: 'AZ' },
] as const

export function locationIdAt(n: number): string {
  return `LOC${String(n + 1).padStart(10, '0')}`
}

/** The number of locations; the last one is inactive where there are several. */
export function locationCount({ locations = defaults.locations }: MerchantFilling): number {
  return locations
}

export function activeLocations(filling: MerchantFilling): number {
  return Math.max(1, locationCount(filling) - 1)
}

/** Locations in several time zones; the last one was closed. */
export function putLocations(merchant: FakeMerchant, filling: MerchantFilling): void {
  for (let n = 0; n < locationCount(filling); n++) {
    const { name, timezone, locality, state } = places[n % places.length] ?? places[0]
    const round = Math.floor(n / places.length)
    merchant.putLocation(locationIdAt(n), {
      name: round === 0 ? name : `${name} ${round + 1}`,
      timezone,
      status: n < activeLocations(filling) ? 'ACTIVE' : 'INACTIVE',
      created_at: timeText(filling.now - 1_000 * 86_400_000),
      address: { locality, administrative_district_level_1: state, country: 'US' },
      business_name: merchant.name,
    })
  }
}
