import type { SeenCall } from '../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import type { Way } from './ways.ts'

/** The calls of a stretch of time, as the vendor saw them. */
export interface CallTally {
  readonly all: number
  /** Answered in full, without an error in it. */
  readonly successful: number
  /** The milliseconds by which faults held up their callers. */
  readonly heldMs: number
  /** How often each way of failing came, by its name. */
  readonly byWay: Readonly<Record<string, number>>
}

/** Counts calls by what became of them. Ways that never came are counted, too. */
export function tallyOf(
  calls: readonly Pick<SeenCall, 'code' | 'fault' | 'heldMs'>[],
  ways: readonly Way[],
): CallTally {
  const times = ways.map(({ name, fault }) => [name, calls.filter((call) => call.fault === fault).length] as const)
  return {
    all: calls.length,
    successful: calls.filter(({ code }) => code === 0).length,
    heldMs: calls.reduce((sum, { heldMs }) => sum + heldMs, 0),
    byWay: Object.fromEntries(times),
  }
}
