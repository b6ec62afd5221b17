import { countsOf, shareOf, shareOfKinds, type Profile } from './profile.ts'
import { nameScore, type RoleNames } from './names.ts'
import { roughAmount } from './roughAmounts.ts'

/** A field that may play a role; the score compares it with others for the same role. */
export interface Candidate {
  readonly profile: Profile
  readonly score: number
}

/** The least score of a candidate: below it, a field's name and values together say too little. */
const leastScore = 30

/**
 * The fields that may play a role, the likeliest first. `fit` says from 0 to 1 how well a field's values suit it. A field that few
 * documents have is the less likely of two.
 */
export function candidatesOf(
  profiles: readonly Profile[],
  names: RoleNames,
  fit: (profile: Profile) => number,
): Candidate[] {
  return profiles
    .map((profile) => ({ profile, name: nameScore(profile.keys, names) }))
    .filter(({ name }) => name > 0)
    .map(({ profile, name }) => ({ profile, score: name * fit(profile) * (0.6 + 0.4 * profile.coverage) }))
    .filter(({ score }) => score >= leastScore)
    .sort((a, b) => b.score - a.score || a.profile.keys.length - b.profile.keys.length)
}

/**
 * The fields of a role, ten at most: the likeliest, and others that have a value where those before them have none. `sample` is the
 * number of documents.
 */
export function pathsOf(candidates: readonly Candidate[], sample: number): Profile[] {
  const chosen: Profile[] = []
  const covered = new Set<number>()
  for (const { profile } of candidates) {
    if (chosen.length === 10 || covered.size === sample) break
    const fresh = profile.values.filter(({ at }) => !covered.has(at))
    if (chosen.length > 0 && fresh.length === 0) continue
    chosen.push(profile)
    for (const { at } of fresh) covered.add(at)
  }
  return chosen
}

/** The candidates whose score comes near that of the first: a field with a much weaker name is another thing. */
export function likeFirst(candidates: readonly Candidate[]): Candidate[] {
  const best = candidates[0]?.score ?? 0
  return candidates.filter(({ score }) => score >= 0.65 * best)
}

/** The share of a sample's documents that have a value at one of some fields, from 0 to 1. */
export function coverageOf(profiles: readonly Profile[], sample: number): number {
  return new Set(profiles.flatMap(({ values }) => values.map(({ at }) => at))).size / Math.max(1, sample)
}

/** Fits amounts of money: numbers, and texts of numbers. */
export function fitsAmount(profile: Profile): number {
  return shareOf(profile, (value) => typeof value !== 'boolean' && roughAmount(value) !== null)
}

export function fitsText(profile: Profile): number {
  return shareOf(profile, (value) => typeof value === 'string' && /\p{L}/u.test(value))
}

export function fitsEmail(profile: Profile): number {
  return shareOf(profile, (value) => typeof value === 'string' && /^\s*\S+@\S+\.\S+\s*$/.test(value))
}

export function fitsPhone(profile: Profile): number {
  return shareOf(
    profile,
    (value) =>
      (typeof value === 'string' || typeof value === 'number') && /^\+?[\d\s()./-]{5,24}$/.test(String(value).trim()),
  )
}

/** Fits order numbers: they have digits, and hardly any two documents have the same. */
export function fitsNumber(profile: Profile): number {
  const distinct = countsOf(profile).length / profile.values.length
  const texts = shareOf(
    profile,
    (value) => (typeof value === 'string' && value.length <= 64 && !value.includes('@')) || typeof value === 'number',
  )
  return distinct >= 0.95 ? texts * shareOf(profile, (value) => /\d/.test(String(value))) : 0
}

/** Fits a reference to somebody: a text or number without blanks, or a reference of Firestore's. */
export function fitsId(profile: Profile): number {
  const references = shareOfKinds(profile, 'reference')
  return (
    references +
    shareOf(profile, (value) => typeof value === 'number' || (typeof value === 'string' && /^[^\s@]+$/.test(value)))
  )
}
