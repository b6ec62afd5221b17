import type { AuthorizationState } from '../contract/sync.ts'
import { msOf, shift, type Instant } from '../lib/instant.ts'
import type { StoredAuthorization } from '../model/connection.ts'

/** An authorization's own end is told so long ahead, or for the last tenth of a short one. */
const tellAheadMs = 14 * 86_400_000
/** Tokens are renewed in the last tenth of their life, and half an hour ahead at least, but not in their first half. */
const renewAheadMs = 30 * 60_000
const tenth = 0.1
/** A vendor that refused to renew is asked again after so long: it may have been mistaken, or its notification late. */
const askAgainMs = 60 * 60_000

type Facts = Pick<
  StoredAuthorization,
  'authorizedAt' | 'issuedAt' | 'accessExpiresAt' | 'refreshExpiresAt' | 'warning' | 'refusal'
>

/** Returns the moment at which an authorization ends unless its owner gives it anew; null where that is not known. */
export function endOf({ accessExpiresAt, refreshExpiresAt, warning, refusal }: Facts): Instant | null {
  if (refusal?.reason === 'revoked') return refusal.at
  // Without another pair the present one is the last.
  if (refusal !== null) return accessExpiresAt
  const named = warning?.endsAt ?? null
  if (named === null || refreshExpiresAt === null) return named ?? refreshExpiresAt
  return named < refreshExpiresAt ? named : refreshExpiresAt
}

/** Returns the state of an authorization at a moment. */
export function stateAt(facts: Facts, now: Instant): AuthorizationState {
  if (facts.refusal?.reason === 'revoked') return 'revoked'
  const end = endOf(facts)
  if (end !== null && now >= end) return 'expired'
  if (facts.refusal !== null || facts.warning !== null) return 'expiring'
  return end !== null && now >= shift(end, -aheadMs(facts.authorizedAt, end)) ? 'expiring' : 'ok'
}

function aheadMs(from: Instant, end: Instant): number {
  return Math.min(tellAheadMs, Math.floor(tenth * (msOf(end) - msOf(from))))
}

/** The moment from which the tokens are renewed although they are still good. */
export function renewAt({ issuedAt, accessExpiresAt }: Facts): Instant {
  const lifeMs = Math.max(0, msOf(accessExpiresAt) - msOf(issuedAt))
  const aheadOfEndMs = Math.max(tenth * lifeMs, Math.min(renewAheadMs, lifeMs / 2))
  return shift(accessExpiresAt, -Math.floor(aheadOfEndMs))
}

/**
 * The step that a call needs first: `use` the stored tokens, `renewEarly` though they are still good, `renew` them first, or tell that
 * there are none any more (`refused`).
 */
export type AccessStep = 'use' | 'renewEarly' | 'renew' | 'refused'

/** The step for a call at `now`. `isRejected`: the vendor takes the stored access token no more, whatever its time says. */
export function accessStep(facts: Facts, now: Instant, isRejected: boolean): AccessStep {
  const { refusal, accessExpiresAt } = facts
  const isGood = !isRejected && now < accessExpiresAt && refusal?.reason !== 'revoked'
  const mayAsk = refusal === null || now >= shift(refusal.at, askAgainMs)
  if (isGood) return mayAsk && now >= renewAt(facts) ? 'renewEarly' : 'use'
  return mayAsk ? 'renew' : 'refused'
}
