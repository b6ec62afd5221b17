import { utc, type TimeZone } from '../../functions/src/contract/timeZone.ts'
import { msOf } from '../../functions/src/lib/instant.ts'
import { momentOf } from '../../functions/src/sources/firestore/time.ts'
import { shareOf, type Profile } from './profile.ts'
import { roleNames } from './roleNames.ts'
import { candidatesOf, type Candidate } from './roles.ts'
import type { SampledDocument } from './sampled.ts'

/** The fields of the creation and change times; null where no document has one. */
export interface FoundTimes {
  readonly createdAt: Profile | null
  /** The field of the change time; also null where documents have only a creation time. */
  readonly changedAt: Profile | null
}

const dayMs = 86_400_000

/** Finds the fields that say when an order was made and when it last changed. */
export function findTimes(profiles: readonly Profile[], sample: readonly SampledDocument[]): FoundTimes {
  const [created] = candidatesOf(profiles, roleNames.createdAt, fitsTime)
    .map((candidate) => ({ ...candidate, score: candidate.score + 20 * nearCreation(candidate, sample) }))
    .sort((a, b) => b.score - a.score)
  const createdAt = created?.profile ?? null
  const changed = candidatesOf(profiles, roleNames.changedAt, fitsTime).find(
    ({ profile }) => profile.path !== createdAt?.path && (createdAt === null || follows(profile, createdAt)),
  )
  return { createdAt, changedAt: changed?.profile ?? null }
}

const plausible = { from: Date.UTC(2000, 0, 1), to: Date.UTC(2100, 0, 1) } as const

/** Fits times of this century, in any way of writing them. */
export function fitsTime(profile: Profile): number {
  return shareOf(profile, (value) => {
    const ms = msIn(value)
    return ms !== null && ms >= plausible.from && ms < plausible.to
  })
}

/** The moment of a value, a text without an offset taken as UTC; null where it is none. */
export function msIn(value: unknown, zone: TimeZone = utc): number | null {
  const moment = momentOf(value, zone)
  return moment === null ? null : msOf(moment)
}

/** The share of a field's times that are within a day of Firestore's creation time, from 0 to 1: orders are dated when they are made. */
function nearCreation({ profile }: Candidate, sample: readonly SampledDocument[]): number {
  const near = profile.values.filter(({ at, value }) => {
    const [ms, document] = [msIn(value), sample[at]]
    return ms !== null && document !== undefined && Math.abs(ms - msOf(document.createTime)) <= dayMs
  })
  return near.length / Math.max(1, profile.values.length)
}

/** Tells whether nearly every document changed after it was created, or a day before at most: two fields may show clocks of two zones. */
function follows(changed: Profile, created: Profile): boolean {
  const createdMs = new Map(created.values.map(({ at, value }) => [at, msIn(value)]))
  const both = changed.values.flatMap(({ at, value }) => {
    const [before, after] = [createdMs.get(at) ?? null, msIn(value)]
    return before === null || after === null ? [] : [after - before >= -dayMs]
  })
  return both.filter(Boolean).length >= 0.9 * both.length
}
