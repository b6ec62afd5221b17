import { readState } from '../../functions/src/cache/state.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import type { PipelineState } from '../../functions/src/model/state.ts'
import { ids, pipeline, Shop, type Worker } from '../harness/shop.ts'

/** A worker whose settings name another collection. */
export function elsewhere(shop: Shop, collection: string): Worker {
  return shop.worker({}, { settings: { pageSize: 50 }, source: { collection } })
}

/** A shop of `count` orders that are cached. */
export async function shopOf(count: number): Promise<Shop> {
  const shop = new Shop()
  await shop.putMany(ids(count))
  await shop.fullRun()
  return shop
}

/** The state of the orders' pipeline. */
export async function stateOf(shop: Shop): Promise<PipelineState> {
  const { state } = await readState(shop.db, pipeline, new Meter())
  if (state === null) throw new Error('There is no watermark document.')
  return state
}

/** The modes and statuses of the runs of a sync. */
export const statuses = async (worker: Worker): Promise<string[]> =>
  (await worker.sync()).map(({ mode, status }) => `${mode} ${status}`)
