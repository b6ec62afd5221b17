import { expect } from 'vitest'

import type { PipelineStatus } from '../../functions/src/contract/sync.ts'
import { listOrders } from '../../functions/src/engine/orders/listOrders.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { pipelineStatus } from '../../functions/src/sync/status.ts'
import { expectSameAsSource } from '../harness/consistency.ts'
import { readerOn } from '../harness/reader.ts'
import { ids, pipeline, Shop } from '../harness/shop.ts'

/** The number of orders in a filled shop. */
export const orders = 1_500

/** A shop with orders in segments and in the head. */
export async function filledShop(): Promise<Shop> {
  const shop = new Shop({ settings: { pageSize: 400 } })
  await shop.putMany(ids(orders), (id) => ({ totalAmount: Number(id.slice(1)) }))
  await shop.fullRun()
  return shop
}

export const statusOf = (shop: Shop): Promise<PipelineStatus> =>
  pipelineStatus(shop.worker().context, { everyMinutes: 15, isAdaptive: false }, new Meter())

/** The number of orders that a list finds, which takes the head and every segment. */
export async function countOf(shop: Shop): Promise<number> {
  const { clock } = shop.worker().context
  return (await listOrders(readerOn(shop.db, clock), { filter: { search: '#' } }, clock)).total
}

export async function alertOf(shop: Shop): Promise<Record<string, unknown> | undefined> {
  return (await shop.db.doc(`sync_alerts/${pipeline}:damaged-state`).get()).data()
}

/** Fails unless the pipeline is well: as the source, listed whole, and without an open alert. */
export async function expectHealed(shop: Shop, count = orders): Promise<void> {
  await expectSameAsSource(shop.db)
  expect(await countOf(shop)).toBe(count)
  expect(await statusOf(shop)).toMatchObject({ health: 'ok', damage: null, count })
  expect((await alertOf(shop))?.closedAt ?? 'never opened').not.toBeNull()
}
