import type { DayBill, GrowthResult, KindLatency, Latency, LatencyResult, Results } from '../../bench/results.ts'
import { questionKinds } from '../../bench/latency/kinds.ts'

const direct = dayBill({ pageReads: 40_000, views: 100 })

/** Results that meet every target; a test changes what it is about. */
export const goodResults: Results = {
  environment: {
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
  },
  scenario: {
    10_000: scenarioOf(),
    314_000: scenarioOf(),
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

export function dayBill({ pageReads = 1_000, syncReads = 0, writes = 0, views = 1_000 }): DayBill {
  const reads = pageReads + syncReads
  return { pageReads, syncReads, reads, writes, dollars: 0.012, measured: { views, ofViews: 1_000 } }
}

function scenarioOf(): Results['scenario'][string] {
  return {
    direct,
    jsonCache: dayBill({ pageReads: 240_000 }),
    jsonCacheOnDisk: dayBill({ pageReads: 1_100 }),
    tidemark: dayBill({ pageReads: 900, syncReads: 900, writes: 900 }),
  }
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
