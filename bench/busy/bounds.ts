import { sliceLimits } from '../../functions/src/sync/commit/slices.ts'
import { scheduleMs } from '../../tools/local/dueRuns.ts'
import { sumOf, type Bill } from '../reads/tally.ts'
import type { RunsBill } from '../results.ts'
import type { DeployedRun } from '../tidemark/deployment.ts'

/*
 * Invariant 13 in numbers. A change: three reads (report, look-up, before-image) and one write, and one read for each
 * scheduled window over it. A requested run: five reads, five writes for its first commit and three for each further one.
 * A run that finds nothing: six reads and three writes. Folds: a twentieth of a read and a write a change.
 */
const readsOfChange = 3
const readsOfRun = 5
const writesOfRun = 5
const writesOfCommit = 3
const idle = { reads: 6, writes: 3 }
const foldShare = 0.05
/** As by default: each window begins so far below the end of the one before. */
const lookbackMs = 300_000

type Run = Pick<DeployedRun, 'atMs' | 'brought' | 'bill'>

/** Requested runs, and the most that they may cost. */
export function requestedBill(runs: readonly Run[]): RunsBill {
  const brought = broughtBy(runs)
  const further = runs.reduce((sum, run) => sum + Math.max(0, Math.ceil(run.brought / sliceLimits.orders) - 1), 0)
  return billOf(runs, {
    reads: (readsOfChange + foldShare) * brought + readsOfRun * runs.length,
    writes: (1 + foldShare) * brought + writesOfRun * runs.length + writesOfCommit * further,
  })
}

/**
 * Scheduled runs, and the most that they may cost: the window by creation time holds the orders that were placed in it, of
 * which `placedMs` has the times. They may read and fold segments for all `changes` that they follow.
 */
export function scheduledBill(runs: readonly Run[], placedMs: readonly number[], changes: number): RunsBill {
  const inWindows = runs.reduce((sum, { atMs }) => {
    const fromMs = atMs - scheduleMs - lookbackMs
    return sum + placedMs.filter((ms) => ms >= fromMs && ms <= atMs).length
  }, 0)
  const brought = broughtBy(runs)
  const finding = runs.filter((run) => run.brought > 0).length
  const folds = foldShare * changes
  return billOf(runs, {
    reads: inWindows + readsOfChange * brought + idle.reads * runs.length + folds,
    writes: brought + writesOfRun * finding + idle.writes * (runs.length - finding) + folds,
  })
}

export function isWithin({ reads, writes, most }: RunsBill): boolean {
  return reads <= most.reads && writes <= most.writes
}

function billOf(runs: readonly Run[], most: Bill): RunsBill {
  return { runs: runs.length, brought: broughtBy(runs), ...sumOf(runs.map(({ bill }) => bill)), most }
}

function broughtBy(runs: readonly Run[]): number {
  return runs.reduce((sum, { brought }) => sum + brought, 0)
}
