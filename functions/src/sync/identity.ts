import type { Instant } from '../lib/instant.ts'
import { noCounts, type Counts, type FullRun, type PipelineState } from '../model/state.ts'

/**
 * Tells whether a full run of this identity has made the cache whole. Otherwise no run but a full one reads the source
 * (invariant 5): versions would not compare, and what is missing would not be known.
 */
export function isWhole(state: Pick<PipelineState, 'bound' | 'identity'>, identity: string): boolean {
  return state.bound !== null && state.identity === identity
}

/** Tells whether the full run that is noted enumerates another source: its cursor and the ids that it saw mean nothing. */
export function isForeign(noted: Pick<FullRun, 'identity'>, identity: string): boolean {
  return noted.identity !== identity
}

/** Tells whether a full run that stopped itself is left alone for now, so that a wrong setting is not enumerated again and again. */
export function isRefused({ refused }: Pick<PipelineState, 'refused'>, identity: string, now: Instant): boolean {
  return refused !== null && refused.identity === identity && now < refused.retryAt
}

/** The note that a full run of a source is wanted; its counts begin with what that was billed. */
export function newFullRun(
  runId: string,
  identity: string,
  requestedAt: Instant,
  billed: Partial<Counts> = {},
): FullRun {
  return {
    runId,
    identity,
    mapping: null,
    requestedAt,
    startedAt: null,
    until: null,
    phase: 'noted',
    parts: [],
    seen: 0,
    total: null,
    largest: null,
    failures: 0,
    marks: {},
    reasons: {},
    counts: { ...noCounts, ...billed },
  }
}
