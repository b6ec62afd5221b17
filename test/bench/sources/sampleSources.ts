import type { ShopCopy, SourcesResults } from '../../../bench/sources/results.ts'
import { goodResults } from '../sampleResults.ts'

/** Copies that meet every target; a test changes what it is about. */
export function copyOf(changed: Partial<ShopCopy> = {}): ShopCopy {
  return {
    failing: 0,
    ms: 200_000,
    load: 1.96,
    calls: { all: 3_210, successful: 3_210, heldMs: 0, byWay: { 'HTTP 502': 0, 'body stalls': 0 } },
    mostAtOnce: 5,
    fetched: 314_000,
    created: 314_000,
    deleted: 0,
    failedTasks: 0,
    cache: { orders: 314_000, missing: 0, surplus: 0, outdated: 0, doubled: 0, differing: 0 },
    ...changed,
  }
}

const failed = { all: 3_290, successful: 3_225, heldMs: 60_000, byWay: { 'HTTP 502': 33, 'body stalls': 32 } }
export const failingCopy = copyOf({ failing: 0.02, ms: 250_000, calls: failed })
export const resyncCopy = copyOf({
  failing: 0.02,
  created: 0,
  deleted: 100,
  calls: failed,
  cache: { ...copyOf().cache, orders: 313_900 },
})

/** Results that meet every target. */
export const goodSources: SourcesResults = {
  environment: goodResults.environment,
  orders: 314_000,
  pageSize: 100,
  latencyMs: 300,
  callsAtOnce: 5,
  fromFirestore: { ms: 180_000, load: 2.1 },
  copies: { clean: copyOf(), failing: failingCopy },
  resync: resyncCopy,
  removed: 100,
  returns: { records: 12_000, calls: 250, ms: 20_000 },
  incremental: { changed: 50, updated: 50, calls: 2, ms: 700 },
  naive: { calls: 300, ms: 93_000 },
}

/** The good results with one of their copies changed. */
export function sourcesWith(name: keyof SourcesResults['copies'], changed: Partial<ShopCopy>): SourcesResults {
  const { copies } = goodSources
  return { ...goodSources, copies: { ...copies, [name]: { ...copies[name], ...changed } } }
}
