import type { LabPlan } from '../lab/lab.ts'

/** The size of the measurement beside other engines. */
export interface PeersPlan extends LabPlan {
  readonly orders: number
  /** New processes for each contestant. */
  readonly runs: number
  /** Warm answers to each kind of question in a process. */
  readonly samples: number
}

/** Returns the plan for `orders` orders; null: as many as the mode has. */
export function peersPlanOf({ isQuick, orders }: { isQuick: boolean; orders: number | null }): PeersPlan {
  const count = orders ?? (isQuick ? 3_000 : 314_000)
  // Nothing is written to an emulator.
  const size = { most: 0, orders: count }
  return isQuick ? { mode: 'quick', ...size, runs: 1, samples: 10 } : { mode: 'full', ...size, runs: 5, samples: 100 }
}
