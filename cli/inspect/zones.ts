import { TimeZone } from '../../functions/src/contract/timeZone.ts'
import { msOf, type Instant } from '../../functions/src/lib/instant.ts'
import type { Profile } from './profile.ts'
import type { SampledDocument } from './sampled.ts'
import { msIn, type FoundTimes } from './times.ts'
import { populousZones, zonesOfCurrency } from './zoneNames.ts'

/** The zone whose clock a shop's texts show. */
export type FoundZone =
  /** Every time names its zone, or there are no times. */
  | { readonly kind: 'none' }
  /** The clock of `zone` agrees with the moments at which Firestore saw the documents. `others` are further zones whose clocks agree. */
  | {
      readonly kind: 'found'
      readonly zone: string
      readonly agreeing: number
      readonly of: number
      readonly others: readonly string[]
    }
  /** The documents were written long after the times in them, as an import does: nothing says which clock it was. */
  | { readonly kind: 'unknown'; readonly of: number }

/** The greatest difference between a time in a document and the moment at which Firestore saw it written. */
const latestMs = 10 * 60_000
/** The most clocks that are compared: more would tell nothing new, and each is read for every zone. */
const mostClocks = 60
/** The number of clocks by which zones that do not fit at all are left out first. */
const fewClocks = 8

/** A time in a document, and when Firestore saw it written. */
interface Clock {
  readonly text: unknown
  readonly seenMs: number
}

/** Finds the zone of times that name none, by the moments at which Firestore saw them written. */
export function findZone(
  { createdAt, changedAt }: FoundTimes,
  sample: readonly SampledDocument[],
  currencies: readonly string[],
): FoundZone {
  const created = clocksOf(createdAt, sample, ({ createTime }) => createTime)
  const clocks = created.length > 0 ? created : clocksOf(changedAt, sample, ({ updateTime }) => updateTime)
  if (clocks.length === 0) return { kind: 'none' }
  const asked = someOf(clocks, mostClocks)
  const few = someOf(clocks, fewClocks)
  const likely = currencies.flatMap((code) => zonesOfCurrency[code] ?? [])
  const names = new Set([...likely, ...populousZones, ...Intl.supportedValuesOf('timeZone').filter(isPlace)])
  const counted = [...names].flatMap((name) => {
    const zone = new TimeZone(name)
    return agreeing(zone, few) < 0.5 * few.length ? [] : [{ name, count: agreeing(zone, asked) }]
  })
  const most = Math.max(0, ...counted.map(({ count }) => count))
  if (most < 0.6 * asked.length) return { kind: 'unknown', of: clocks.length }
  const [best, ...others] = counted.filter(({ count }) => count === most).map(({ name }) => name)
  return { kind: 'found', zone: best ?? 'UTC', agreeing: most, of: asked.length, others }
}

function clocksOf(
  field: Profile | null,
  sample: readonly SampledDocument[],
  seen: (document: SampledDocument) => Instant,
): Clock[] {
  return (field?.values ?? []).flatMap(({ at, value }) => {
    const document = sample[at]
    return document === undefined || !isWallClock(value) ? [] : [{ text: value, seenMs: msOf(seen(document)) }]
  })
}

function someOf(clocks: readonly Clock[], count: number): Clock[] {
  const step = Math.max(1, Math.floor(clocks.length / count))
  return clocks.filter((_clock, n) => n % step === 0)
}

/** Counts the clocks that agree, read as a zone's, with the moments at which Firestore saw them. */
function agreeing(zone: TimeZone, clocks: readonly Clock[]): number {
  return clocks.filter(({ text, seenMs }) => {
    const ms = msIn(text, zone)
    return ms !== null && Math.abs(seenMs - ms) <= latestMs
  }).length
}

function isPlace(zone: string): boolean {
  return zone.includes('/') && !zone.startsWith('Etc/')
}

/** A zone whose clocks never show what those of UTC do. */
const elsewhere = new TimeZone('Asia/Tokyo')

/** Tells whether a value is a time whose moment depends on the zone of its clock. */
function isWallClock(value: unknown): boolean {
  return typeof value === 'string' && msIn(value) !== msIn(value, elsewhere)
}
