import type { RunReport } from '../../functions/src/contract/sync.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { countedClient } from '../../tools/local/countedClient.ts'
import { billed } from '../lab/billed.ts'
import { connect, freshProject } from '../lab/databases.ts'
import { presentLoad } from '../lab/timing.ts'
import { MerchantCopier } from '../../tools/engine/merchantCopier.ts'
import type { Merchant } from './merchant.ts'
import { clearAll, countAll, readAll, writeAll } from './rebuild.ts'
import type { SquareResults, Stage } from './results.ts'

/** Scheduled runs after the first sync until one finds nothing. */
const mostSettling = 5

/** A cache of the merchant in a database of its own, and the measure of what is done to it. */
class MeasuredCache {
  readonly projectId = freshProject()
  readonly db: Firestore
  readonly #merchant: Merchant
  readonly #client = connect(this.projectId)
  readonly #counts

  constructor(merchant: Merchant) {
    this.#merchant = merchant
    const { db, counts } = countedClient(this.#client)
    this.db = db
    this.#counts = counts
  }

  async stage<T>(work: () => Promise<T>): Promise<{ value: T; stage: Stage }> {
    await this.#merchant.ask({ kind: 'calls' })
    const { value, bill, ms } = await billed(this.#counts, work)
    const load = presentLoad()
    return { value, stage: { ms, calls: await this.#merchant.ask({ kind: 'calls' }), ...bill, load } }
  }

  close(): Promise<void> {
    return this.#client.terminate()
  }
}

/** Tidemark's cache of the merchant: the first sync, a run of changes, a quiet one, and what is cached then. */
export async function measureTidemark(
  merchant: Merchant,
  changes: SquareResults['changes'],
  step: (name: string) => void,
): Promise<Pick<SquareResults, 'first' | 'incremental' | 'quiet' | 'lists'>> {
  const cache = new MeasuredCache(merchant)
  try {
    const copier = new MerchantCopier(cache.db, merchant.opening)
    step('the first copy')
    const { stage: copied } = await cache.stage(() => copier.copyFirst())
    step('what is computed from it')
    const { stage: computed } = await cache.stage(() => copier.computeFirst())
    step('runs until one finds nothing')
    await settle(copier)
    await merchant.ask({ kind: 'change', changes })
    step('a run of changes')
    const incremental = await measureRun(cache, copier)
    await settle(copier)
    step('a run that finds nothing')
    const quiet = await measureRun(cache, copier)
    step("every list beside the vendor's")
    const emulatorHost = process.env.FIRESTORE_EMULATOR_HOST ?? ''
    const lists = await merchant.ask({ kind: 'check', projectId: cache.projectId, emulatorHost })
    return { first: { copied, computed }, incremental, quiet, lists }
  } finally {
    await cache.close()
  }
}

/** A cache that is cleared and built anew. */
export async function measureRebuild(
  merchant: Merchant,
  step: (name: string) => void,
): Promise<Pick<SquareResults, 'rebuild' | 'rebuilt'>> {
  const cache = new MeasuredCache(merchant)
  try {
    step('rebuilding: everything is read')
    const { value: tables, stage: read } = await cache.stage(() => readAll(merchant.opening))
    step('rebuilding: everything is written')
    const { stage: write } = await cache.stage(() => writeAll(cache.db, tables))
    const rebuilt = await countAll(cache.db)
    step('rebuilding: everything is deleted')
    const { stage: clear } = await cache.stage(() => clearAll(cache.db))
    return { rebuild: { clear, read, write }, rebuilt }
  } finally {
    await cache.close()
  }
}

async function measureRun(cache: MeasuredCache, copier: MerchantCopier): Promise<SquareResults['quiet']> {
  const { value, stage } = await cache.stage(() => copier.sync())
  return { ...stage, brought: broughtBy(value) }
}

async function settle(copier: MerchantCopier): Promise<void> {
  for (let n = 0; n < mostSettling; n++) if (broughtBy(await copier.sync()) === 0) return
  throw new Error(`Runs still find something after ${mostSettling}, and nothing has changed.`)
}

function broughtBy(runs: readonly RunReport[]): number {
  return runs.reduce((sum, { created, updated, deleted }) => sum + created + updated + deleted, 0)
}
