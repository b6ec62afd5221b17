import { readState } from '../../functions/src/cache/state.ts'
import type { RunReport } from '../../functions/src/contract/sync.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { syncAll } from '../../functions/src/sync/syncAll.ts'
import { runTasksOf } from './fullRunTasks.ts'
import { merchantPipelines, type TokenOfMerchant } from './merchantPipelines.ts'

/** Scheduled calls that a first copy may take until nothing is left to be copied whole. */
const mostRounds = 5

/** Tidemark as it is deployed for one Square merchant, on the machine's clock. */
export class MerchantCopier {
  readonly #db: Firestore
  readonly #pipelines: readonly SyncContext[]
  /** The pipelines whose full runs were asked for. */
  readonly #asked = new Set<string>()

  /** `fetchIt` makes the calls to the vendor. */
  constructor(db: Firestore, merchant: TokenOfMerchant, fetchIt: typeof fetch = fetch) {
    this.#db = db
    const enqueueFullRun = async (id: string) => void this.#asked.add(id)
    this.#pipelines = merchantPipelines(db, merchant, { enqueueFullRun, fetch: fetchIt })
  }

  /** Copies all that the vendor has. Throws unless every run succeeded. */
  copyFirst(): Promise<void> {
    return this.#complete(this.#pipelines.filter(({ source }) => source.strategy !== 'derived'))
  }

  /** Computes for the first time what is computed from what was copied. Throws unless every run succeeded. */
  computeFirst(): Promise<void> {
    return this.#complete(this.#pipelines.filter(({ source }) => source.strategy === 'derived'))
  }

  /** The scheduler's run of all pipelines. Throws unless every run succeeded, and was an incremental one. */
  async sync(): Promise<readonly RunReport[]> {
    const { success, message, runs } = await syncAll(this.#pipelines)
    if (success && runs.every(({ status, mode }) => status === 'succeeded' && mode === 'incremental')) return runs
    throw new Error(`A run did not succeed: ${message}`)
  }

  /** Syncs until no pipeline asks for a full run. */
  async #complete(pipelines: readonly SyncContext[]): Promise<void> {
    for (let round = 0; round < mostRounds; round++) {
      const { success, message } = await syncAll(pipelines)
      if (!success) throw new Error(`A first run did not succeed: ${message}`)
      if (this.#asked.size === 0) return
      await this.#runTasks()
    }
    throw new Error(`Full runs are still asked for after ${mostRounds} rounds: ${[...this.#asked].join(', ')}.`)
  }

  /** Runs the full runs that were asked for, side by side as their queue does. */
  async #runTasks(): Promise<void> {
    const asked = this.#pipelines.filter(({ id }) => this.#asked.delete(id))
    await Promise.all(asked.map(runTasksOf))
    for (const { id } of asked) {
      const run = (await readState(this.#db, id, new Meter())).state?.lastFullRun
      if (run?.status === 'succeeded') continue
      throw new Error(`The full run of ${id} did not succeed: ${run?.error ?? 'nobody says why'}`)
    }
  }
}
