import { useShopZone } from './shopZone.tsx'

/** Names the zone of the times or days beside it: "Days in Pacific/Auckland." */
export function ZoneNote({ of }: { of: 'Days' | 'Times' }) {
  const zone = useShopZone()
  return zone !== null && <p className="muted">{zoneWords(of, zone.name)}.</p>
}

/** "Times in Pacific/Auckland", for a title. */
export function zoneWords(of: 'Days' | 'Times', name: string): string {
  return `${of} in ${name}`
}
