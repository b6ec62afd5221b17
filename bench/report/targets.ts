import { formatCount } from '../../tools/local/report.ts'
import { pageKinds } from '../latency/kinds.ts'
import type { BusyStretch, Latency, Results, ScenarioResult } from '../results.ts'
import { isStretchWithin } from './feed.ts'
import { percent, threeDigits } from './figures.ts'
import { kindNames } from './names.ts'

/** What the project promises, and what was measured; `isMet` is null where the run did not measure it. */
export interface Target {
  readonly target: string
  readonly measured: string
  readonly isMet: boolean | null
}

/** The store that the targets of memory, of loading everything and of copying are about. */
const named = 314_000
/** The store that the targets of the default configuration are about. */
const feedStore = 10_000

/** Every target against the results. Times and memory are the machine's; nothing fails by them. */
export function targetsOf(results: Results): Target[] {
  return [...costTargets(results), ...latencyTargets(results), ...growthTargets(results), ...syncTargets(results)]
}

function costTargets({ costs: { scenario, busyShop } }: Results): Target[] {
  return [
    ...Object.entries(scenario).flatMap(([orders, bills]) => dayTargets(Number(orders), bills)),
    ...feedTargets(scenario[feedStore]),
    busyTarget(busyShop.stretches),
  ]
}

function dayTargets(orders: number, { direct, jsonCache, tidemark }: ScenarioResult): Target[] {
  const store = `${formatCount(orders)} orders`
  const pages = tidemark.pageReads / direct.reads
  const all = (tidemark.pageReads + tidemark.syncReads) / direct.reads
  return [
    { target: `${store}: page reads at most 3 % of direct reads`, measured: percent(pages), isMet: pages <= 0.03 },
    {
      target: `${store}, without change feed: reads of pages and runs at most 5 % of direct reads`,
      measured: percent(all),
      isMet: all <= 0.05,
    },
    {
      target: `${store}: fewer reads than the JSON file on serverless`,
      measured: percent(tidemark.reads / jsonCache.reads),
      isMet: tidemark.reads < jsonCache.reads,
    },
  ]
}

/** The share of the full run and deletes are in it. */
function feedTargets(bills: ScenarioResult | undefined): Target[] {
  const store = `${formatCount(feedStore)} orders, change feed (default)`
  const shares = {
    reads: bills && bills.tidemarkFeed.reads / bills.direct.reads,
    dollars: bills && bills.tidemarkFeed.dollars / bills.direct.dollars,
  }
  return [
    shareTarget(`${store}: all reads at most 12 % of direct reads`, shares.reads, 0.12),
    shareTarget(`${store}: at most 30 % of direct dollars`, shares.dollars, 0.3),
  ]
}

function shareTarget(target: string, share: number | undefined, most: number): Target {
  return share === undefined
    ? { target, measured: '–', isMet: null }
    : { target, measured: percent(share), isMet: share <= most }
}

function busyTarget(stretches: readonly BusyStretch[]): Target {
  const within = stretches.filter(isStretchWithin)
  return {
    target: 'a busy shop: a change costs no more than invariant 13 allows, at each pace',
    measured: `${within.length} of ${stretches.length}`,
    isMet: within.length === stretches.length,
  }
}

/** On each store by its slowest kind of page: the emulator's queries slow down with the collection. */
function latencyTargets({ latencyByOrders }: Results): Target[] {
  return Object.entries(latencyByOrders).map(([orders, latency]) => {
    const ratios = pageKinds.flatMap((kind) => {
      const { direct, tidemark } = latency[kind]
      return direct === null || tidemark === null ? [] : [{ kind, ratio: ratioOf(direct, tidemark) }]
    })
    const [worst] = ratios.toSorted((a, b) => a.ratio - b.ratio)
    const first = ratios.find(({ kind }) => kind === 'firstPage')
    return {
      target: `${formatCount(Number(orders))} orders: a warm page's p50 at most 1/20 of a direct query's`,
      measured:
        worst === undefined || first === undefined
          ? '–'
          : `first page 1/${threeDigits(first.ratio)}, slowest (${kindNames[worst.kind]}) 1/${threeDigits(worst.ratio)}`,
      isMet: worst === undefined ? null : worst.ratio >= 20,
    }
  })
}

function ratioOf(direct: Latency, tidemark: Latency): number {
  return direct.warmP50 / tidemark.warmP50
}

function growthTargets({ growth }: Results): Target[] {
  const sizes = Object.keys(growth).map(Number)
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)].map((size) => growth[size])
  const at = growth[named]
  const span = `${formatCount(Math.min(...sizes))} to ${formatCount(Math.max(...sizes))} orders`
  const reads = [least, most].map((one) => `${one?.firstPageReads} cold, ${one?.warmPageReads} warm`)
  const firstPages = Object.values(growth).map(({ firstPageReads }) => firstPageReads)
  return [
    {
      target: `a cold instance's first page for 1 read, ${span}`,
      measured: firstPages.join(', '),
      isMet: firstPages.every((one) => one === 1),
    },
    {
      target: `a page's reads do not grow, ${span}`,
      measured: reads.join(' → '),
      isMet: sizes.length < 2 ? null : reads[0] === reads[1],
    },
    {
      target: `${formatCount(named)} orders: at most 250 MB above an empty instance`,
      measured: at === undefined ? '–' : `${threeDigits(at.memoryMB)} MB`,
      isMet: at === undefined ? null : at.memoryMB <= 250,
    },
    {
      target: `${formatCount(named)} orders: every row in at most 100 reads`,
      measured: at === undefined ? '–' : `${at.fullViewReads} reads`,
      isMet: at === undefined ? null : at.fullViewReads <= 100,
    },
    {
      target: `${formatCount(named)} orders: cold full load under 3 × fetching and decompressing`,
      measured: at === undefined ? '–' : `${threeDigits(at.coldMs / at.fetchMs)} ×`,
      isMet: at === undefined ? null : at.coldMs < 3 * at.fetchMs,
    },
  ]
}

function syncTargets({ sync: { full, incremental } }: Results): Target[] {
  const share = full.tidemark / full.bulkWriter
  const hundred = incremental[100]
  return [
    {
      target: `${formatCount(named)} orders: full copy at least 0.6 × a bare bulkWriter`,
      measured: `${threeDigits(share)} ×${full.orders < named ? `, of ${formatCount(full.orders)}` : ''}`,
      // A small copy is mostly its start: it tells nothing of a large one.
      isMet: full.orders < named ? null : share >= 0.6,
    },
    {
      target: 'a run of 100 changes: under 20 writes besides the documents',
      measured: hundred === undefined ? '–' : `${hundred.writes - 100} writes`,
      isMet: hundred === undefined ? null : hundred.writes - 100 < 20,
    },
  ]
}
