import { placeOf, type OperatingSeason } from '../contract/seasons.ts'

type Extent = Pick<OperatingSeason, 'startsOn' | 'endsOn' | 'locations'>

/** Tells whether two seasons have a day in the same place: reports could not tell which of them that day belongs to. */
export function overlap(a: Extent, b: Extent): boolean {
  return a.startsOn <= b.endsOn && b.startsOn <= a.endsOn && sharePlace(a.locations, b.locations)
}

function sharePlace(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 0 || b.length === 0) return true
  const places = new Set(a.map(placeOf))
  return b.some((location) => places.has(placeOf(location)))
}
