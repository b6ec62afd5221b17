import type { Random } from './random.ts'

export const sampleStatuses = [
  'PENDING',
  'ON_HOLD',
  'PROCESSING',
  'SHIPPED',
  'DELIVERED',
  'COMPLETED',
  'CANCELLED',
  'REFUNDED',
] as const
export type SampleStatus = (typeof sampleStatuses)[number]

interface Move {
  readonly to: SampleStatus
  readonly weight: number
  /** How long an order waits before this move: from, to. */
  readonly hours: readonly [number, number]
}

interface Stage {
  /** The share of the orders that stay here for good. */
  readonly stays: number
  /** Only forward: no order comes back to a stage that it has left. */
  readonly moves: readonly Move[]
}

const lifecycle: Readonly<Record<SampleStatus, Stage>> = {
  PENDING: {
    stays: 0,
    moves: [
      { to: 'PROCESSING', weight: 90, hours: [0.1, 20] },
      { to: 'ON_HOLD', weight: 4, hours: [0.1, 3] },
      { to: 'CANCELLED', weight: 6, hours: [0.1, 30] },
    ],
  },
  ON_HOLD: {
    stays: 0.02,
    moves: [
      { to: 'PROCESSING', weight: 75, hours: [2, 96] },
      { to: 'CANCELLED', weight: 25, hours: [24, 240] },
    ],
  },
  PROCESSING: {
    stays: 0.002,
    moves: [
      { to: 'SHIPPED', weight: 98, hours: [4, 72] },
      { to: 'CANCELLED', weight: 2, hours: [1, 48] },
    ],
  },
  SHIPPED: { stays: 0.004, moves: [{ to: 'DELIVERED', weight: 1, hours: [24, 216] }] },
  DELIVERED: {
    stays: 0.22,
    moves: [
      { to: 'COMPLETED', weight: 95, hours: [240, 400] },
      { to: 'REFUNDED', weight: 5, hours: [48, 500] },
    ],
  },
  COMPLETED: { stays: 0.99, moves: [{ to: 'REFUNDED', weight: 1, hours: [24, 900] }] },
  CANCELLED: { stays: 1, moves: [] },
  REFUNDED: { stays: 1, moves: [] },
}

const hourMs = 3_600_000

/** Where an order that was placed at `placedAt` stands at `now`, and since when (epoch milliseconds). */
export function standingAt(random: Random, placedAt: number, now: number): { status: SampleStatus; since: number } {
  let standing: { status: SampleStatus; since: number } = { status: 'PENDING', since: placedAt }
  while (!random.chance(lifecycle[standing.status].stays)) {
    const { to, hours } = random.weighted(lifecycle[standing.status].moves)
    const since = standing.since + Math.round((hours[0] + random.next() * (hours[1] - hours[0])) * hourMs)
    if (since > now) return standing
    standing = { status: to, since }
  }
  return standing
}

/** The status that follows, or the same one where an order's life has ended. */
export function statusAfter(random: Random, status: SampleStatus): SampleStatus {
  const { moves } = lifecycle[status]
  return moves.length > 0 ? random.weighted(moves).to : status
}
