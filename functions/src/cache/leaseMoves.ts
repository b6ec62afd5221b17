import type { Instant } from '../lib/instant.ts'
import type { PipelineState } from '../model/state.ts'
import { isBeyondLease } from './salvage.ts'

type StoredLease = PipelineState['lease']
type Holder = NonNullable<StoredLease['holder']>

export type LeaseStatus = 'free' | 'held' | 'expired'
/** `pass` takes the lease and gives it back in one commit: that of a run which has only its end to write. */
export type LeaseMove = 'take' | 'renew' | 'release' | 'pass'

/**
 * Every move that a status allows, and the status that it leads to. The run that holds an expired lease may go on, as long as nobody
 * else has taken it: the precondition of its commit shows that.
 */
const moves = {
  free: { take: 'held', pass: 'free' },
  held: { renew: 'held', release: 'free' },
  expired: { take: 'held', pass: 'free', renew: 'held', release: 'free' },
} as const satisfies Record<LeaseStatus, Partial<Record<LeaseMove, Exclude<LeaseStatus, 'expired'>>>>

/** Returns what a lease is at `now`. One that ends later than any can is nobody's. */
export function leaseStatus({ expiresAt }: StoredLease, now: Instant): LeaseStatus {
  if (expiresAt === null) return 'free'
  return expiresAt > now && !isBeyondLease(expiresAt, now) ? 'held' : 'expired'
}

/** Tells whether a run holds the lease of a pipeline at `now`. */
export function isHeld({ lease }: Pick<PipelineState, 'lease'>, now: Instant): boolean {
  return !('take' in moves[leaseStatus(lease, now)])
}

/** The statuses that a move leads to: there is no row of the table in which it leads elsewhere. */
type TargetOf<M extends LeaseMove> = {
  [S in LeaseStatus]: M extends keyof (typeof moves)[S] ? (typeof moves)[S][M] : never
}[LeaseStatus]

type Targets = { readonly [M in LeaseMove]: TargetOf<M> }
const targets: Targets = { take: 'held', renew: 'held', release: 'free', pass: 'free' }

/** The lease as a commit with this move leaves it. */
export function leaseAfter(move: LeaseMove, fence: number, holder: Holder, expiresAt: Instant): StoredLease {
  return targets[move] === 'held' ? { fence, holder, expiresAt } : { fence, holder: null, expiresAt: null }
}
