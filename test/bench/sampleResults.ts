import type {
  BusyStretch,
  DayBill,
  FunctionDay,
  GrowthResult,
  KindLatency,
  Latency,
  LatencyResult,
  Results,
  RunsBill,
  ScenarioResult,
} from '../../bench/results.ts'
import { questionKinds } from '../../bench/latency/kinds.ts'

const direct = dayBill({ pageReads: 40_000, dollars: 0.012, views: 100 })
const environment = {
  date: '2026-11-02T00:00:00.000Z',
  mode: 'full',
  cpu: 'a processor',
  cores: 2,
  memoryGB: 16,
  node: 'v24.0.0',
  firestoreEmulator: 'an emulator',
  java: 'a Java',
  javaOptions: ['-Xmx1000m'],
  seconds: 1_000,
} as const
const feedDay = {
  onOrderWritten: functionDay({ calls: 300, writes: 300, memory: '512MiB' }),
  requestedSync: functionDay({ calls: 290, reads: 1_700, writes: 1_500 }),
  syncOrders: functionDay({ calls: 96, reads: 600, writes: 290 }),
}

/** Results that meet every target; a test changes what it is about. */
export const goodResults: Results = {
  environment,
  costs: {
    environment: { ...environment, date: '2026-11-05T00:00:00.000Z' },
    scenario: { 10_000: scenarioOf(), 314_000: scenarioOf() },
    feedDay: { 10_000: feedDay, 314_000: feedDay },
    busyShop: { orders: 10_000, stretches: [stretchOf({}), stretchOf({ name: '5 a second, for 8 minutes' })] },
  },
  sight: {
    direct: { created: 'next view', updated: 'next view', deleted: 'next view' },
    jsonCache: { created: 'next view', updated: 'never', deleted: 'never' },
    tidemark: { created: 'next run', updated: 'next run', deleted: 'next full run' },
  },
  latency: latencyOf({ direct: 40, tidemark: 0.1 }),
  latencyOrders: 314_000,
  latencyByOrders: {
    10_000: latencyOf({ direct: 40, tidemark: 0.1 }),
    314_000: latencyOf({ direct: 400, tidemark: 1 }),
  },
  growth: { 10_000: growthOf({}), 314_000: growthOf({ memoryMB: 120 }), 1_000_000: growthOf({ memoryMB: 380 }) },
  sync: {
    full: { tidemark: 3_500, bulkWriter: 5_000, orders: 314_000, reads: 322_000, writes: 316_000 },
    incremental: { 5: { ms: 40, reads: 14, writes: 12 }, 100: { ms: 100, reads: 204, writes: 107 } },
  },
}

export function dayBill({
  pageReads = 1_000,
  syncReads = 0,
  fullReads = 0,
  writes = 0,
  deletes = 0,
  dollars = 0.003,
  views = 1_000,
}): DayBill {
  const reads = pageReads + syncReads + fullReads
  return { pageReads, syncReads, fullReads, reads, writes, deletes, dollars, measured: { views, ofViews: 1_000 } }
}

function scenarioOf(): ScenarioResult {
  return {
    direct,
    jsonCache: dayBill({ pageReads: 240_000 }),
    jsonCacheOnDisk: dayBill({ pageReads: 1_100 }),
    tidemark: dayBill({ pageReads: 900, syncReads: 900, fullReads: 1_400, writes: 900 }),
    tidemarkFeed: dayBill({ pageReads: 1_000, syncReads: 2_300, fullReads: 1_400, writes: 2_100, deletes: 900 }),
  }
}

function functionDay(changed: Partial<FunctionDay>): FunctionDay {
  const day = { calls: 1, reads: 0, writes: 0, memory: '1GiB', seconds: 4.5, billedSeconds: 30, dollars: 0.000_8 }
  return { ...day, ...changed }
}

/** Requested runs of a stretch that meets invariant 13. */
export function requestedOf(changed: Partial<RunsBill>): RunsBill {
  const most = { reads: 1_634, writes: 674 }
  return { runs: 34, brought: 480, reads: 1_542, writes: 616, most, ...changed }
}

export function stretchOf(changed: Partial<BusyStretch>): BusyStretch {
  const scheduled = { runs: 2, brought: 0, reads: 172, writes: 6, most: { reads: 196, writes: 30 } }
  return { name: '1 a second, for 8 minutes', changes: 480, requested: requestedOf({}), scheduled, ...changed }
}

export function latencyOf(warm: { readonly direct: number; readonly tidemark: number }): LatencyResult {
  const kind: KindLatency = {
    direct: timesOf(warm.direct),
    jsonCache: timesOf(30),
    tidemark: timesOf(warm.tidemark),
    tidemarkAfterRest: timesOf(2),
    tidemarkOverHttp: timesOf(3),
  }
  const entries = questionKinds.map((name) => [name, name === 'statsByDay' ? { ...kind, direct: null } : kind] as const)
  return Object.fromEntries(entries) as LatencyResult // One of each kind.
}

function timesOf(warmP50: number): Latency {
  return { warmP50, warmP99: 2 * warmP50, coldP50: 10 * warmP50, warmSamples: 300, coldSamples: 5 }
}

export function growthOf(changed: Partial<GrowthResult>): GrowthResult {
  return {
    memoryMB: 10,
    rssMB: 30,
    coldMs: 500,
    fetchMs: 300,
    firstSearchMs: 90,
    firstSortMs: 120,
    warmP50: 2,
    firstPageMs: 80,
    firstPageReads: 1,
    warmPageReads: 1,
    fullViewReads: 83,
    headBytes: 41_000,
    segments: 82,
    segmentBytes: 24_000_000,
    ...changed,
  }
}
