import { dollarsOf } from '../../functions/src/contract/prices.ts'
import type { DayBill } from '../results.ts'
import type { Bill } from './tally.ts'

/** What a cache costs on a day beside the pages that are read from it. */
export interface Upkeep {
  /** Runs, and reports of changes. */
  readonly syncs: Bill
  /** The full run that comes once a week. */
  readonly fullRun: Bill
  /** Documents that a TTL policy deletes in the end. */
  readonly expiring: { readonly day: number; readonly fullRun: number }
}

/** Who has no cache in Firestore has nothing to keep up. */
export const noUpkeep: Upkeep = {
  syncs: { reads: 0, writes: 0 },
  fullRun: { reads: 0, writes: 0 },
  expiring: { day: 0, fullRun: 0 },
}

/** A day's whole bill, with a seventh of the weekly full run. */
export function dayBillOf(pages: Bill, { syncs, fullRun, expiring }: Upkeep, measured: DayBill['measured']): DayBill {
  const fullReads = shareOfDay(fullRun.reads)
  const bill = {
    reads: pages.reads + syncs.reads + fullReads,
    writes: pages.writes + syncs.writes + shareOfDay(fullRun.writes),
    deletes: expiring.day + shareOfDay(expiring.fullRun),
  }
  return { pageReads: pages.reads, syncReads: syncs.reads, fullReads, ...bill, dollars: dollarsOf(bill), measured }
}

function shareOfDay(weekly: number): number {
  return Math.round(weekly / 7)
}
