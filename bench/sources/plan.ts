import type { LabPlan } from '../lab/lab.ts'

/** The size of a TikTok Shop's measurement. */
export interface SourcesPlan extends LabPlan {
  /** The time that each of the vendor's answers takes, in milliseconds. */
  readonly latencyMs: number
  /** The share of calls that fail: of a first copy, and of a full run over what it has copied. */
  readonly failing: { readonly copy: number; readonly resync: number }
  /** Orders that change before an incremental run, and orders that are gone before the second full run. */
  readonly changed: number
  readonly removed: number
  /** So many calls of the naive client are made; the others take as long. */
  readonly naiveCalls: number
}

const usual = 314_000
const small = 10_000
const latencyMs = 300
const failingShare = 0.02
/** A small shop takes few calls, and each way of failing shall come all the same. */
const largeShop = 200_000
const smallShopShare = 0.2

/** Returns the plan for a shop of `orders` orders; null: as many as the mode has. */
export function sourcesPlanOf({ isQuick, orders }: { isQuick: boolean; orders: number | null }): SourcesPlan {
  const most = orders ?? (isQuick ? small : usual)
  return {
    mode: isQuick ? 'quick' : 'full',
    most,
    latencyMs: isQuick ? latencyMs / 3 : latencyMs,
    failing: { copy: most < largeShop ? smallShopShare : failingShare, resync: failingShare },
    changed: 50,
    removed: Math.min(100, Math.ceil(most / 100)),
    naiveCalls: isQuick ? 30 : 300,
  }
}
