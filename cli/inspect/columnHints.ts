import type { ColumnKind } from '../../functions/src/contract/records.ts'
import type { Findings } from './findings.ts'
import { countsOf, shareOfKinds, type Profile, type ValueKind } from './profile.ts'
import { fitsTime } from './times.ts'

/** A field that may be worth a column of its own. */
export interface ColumnHint {
  readonly path: string
  readonly kind: ColumnKind
  /** The share of the documents that have a value, from 0 to 1. */
  readonly coverage: number
}

const mostHints = 5
const mostWords = 12

/** Fields without a role that most documents have: few words, numbers, flags or times. Texts of many words may name people. */
export function columnHints({ profiles, fields, status, times, join }: Findings): ColumnHint[] {
  const used = [
    ...Object.values(fields).flat(),
    ...(status.kind === 'none' ? [] : status.fields),
    times.createdAt,
    times.changedAt,
    ...(join ?? []),
  ]
  const isUsed = ({ keys }: Profile) =>
    used.some(
      (one) => one !== null && one.keys.slice(0, keys.length).join('\n') === keys.slice(0, one.keys.length).join('\n'),
    )
  return profiles
    .filter((profile) => profile.coverage >= 0.5 && !isUsed(profile))
    .flatMap((profile) => {
      const kind = columnKindOf(profile)
      return kind === null ? [] : [{ path: profile.path, kind, coverage: profile.coverage }]
    })
    .sort((a, b) => b.coverage - a.coverage)
    .slice(0, mostHints)
}

const kinds: readonly (readonly [ColumnKind, readonly ValueKind[]])[] = [
  ['flag', ['flag']],
  ['integer', ['integer']],
  ['number', ['integer', 'decimal']],
]

function columnKindOf(profile: Profile): ColumnKind | null {
  const distinct = countsOf(profile).length
  // What all orders have alike tells none from another.
  if (distinct < 2) return null
  if (shareOfKinds(profile, 'text') === 1 && distinct <= mostWords && distinct <= 0.2 * profile.values.length)
    return 'category'
  if (fitsTime(profile) >= 0.95) return 'time'
  return kinds.find(([, of]) => shareOfKinds(profile, ...of) === 1)?.[0] ?? null
}
