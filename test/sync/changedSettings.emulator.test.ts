import { describe, expect, it } from 'vitest'

import { readState } from '../../functions/src/cache/state.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import type { PipelineState } from '../../functions/src/model/state.ts'
import { stateRef } from '../../functions/src/cache/paths.ts'
import type { Order } from '../../functions/src/contract/order.ts'
import type { Stream } from '../../functions/src/model/stream.ts'
import { withOwnColumns } from '../../functions/src/streams/orders/ownColumns.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { openAlerts } from '../harness/alerts.ts'
import { agreedRows, expectSameAsSource } from '../harness/consistency.ts'
import { Crash, dyingAt } from '../harness/crashes.ts'
import type { Faults } from '../harness/firestore.ts'
import { ordersAs } from '../harness/orderSettings.ts'
import { ids, pipeline, Shop, type ShopOptions, type Worker } from '../harness/shop.ts'

/* The settings by which orders are parsed change: all of them are read again, and nothing counts as done that is not. */

const settings = { pageSize: 3 }
const earlier: ShopOptions = { settings }
/** The settings of a later deployment, by which every amount is in another currency. */
const inCurrency = (currency: string): ShopOptions => ({ settings, source: { orders: ordersAs({ currency }) } })

async function copiedShop(): Promise<Shop> {
  const shop = new Shop(earlier)
  await shop.putMany(ids(9), () => ({ totalAmount: 1 }))
  // What was written before is in no later run's lookback.
  shop.pass(900_000)
  await shop.fullRun()
  return shop
}

const modes = async (worker: Worker): Promise<string[]> =>
  (await worker.sync()).map(({ mode, status }) => `${mode} ${status}`)

async function currencies(shop: Shop): Promise<Record<string, number>> {
  const rows = await agreedRows(shop.db)
  return Object.fromEntries([...Map.groupBy(rows, ({ currency }) => currency)].map(([of, all]) => [of, all.length]))
}

async function stateOf(shop: Shop): Promise<PipelineState> {
  const { state } = await readState(shop.db, pipeline, new Meter())
  if (state === null) throw new Error('There is no watermark document.')
  return state
}

/** Starts a full run by these settings that dies at its n-th commit, and lets its lease run out. */
async function dyingFullRun(shop: Shop, n: number, options: ShopOptions): Promise<Faults> {
  const faults = dyingAt(n, 'after')
  await expect(shop.worker(faults, options).fullTask()).rejects.toThrow(Crash)
  shop.pass(130_000)
  return faults
}

describe('settings that have changed', () => {
  it('start a full run by themselves, whose cost an alert tells; it closes when all is read', async () => {
    const shop = await copiedShop()
    const euro = inCurrency('EUR')
    expect(await modes(shop.worker({}, euro))).toEqual(['incremental succeeded', 'full running'])
    const { 'changed-settings': message } = await openAlerts(shop.db)
    expect(message).toMatch(/reads all 9 again: about \d+ reads \(\$0\.0\d+\), and up to 9 writes/)
    expect(await currencies(shop)).toEqual({ USD: 9 })
    await shop.drain(shop.worker({}, euro))
    expect(await currencies(shop)).toEqual({ EUR: 9 })
    expect(await openAlerts(shop.db)).toEqual({})
    expect(await modes(shop.worker({}, euro)), 'it is done once').toEqual(['incremental succeeded'])
  })

  it('that are put back before that run has ended are a change again, if anything was parsed by them', async () => {
    const shop = await copiedShop()
    await shop.put('o000001', { totalAmount: 2 })
    expect(await modes(shop.worker({}, inCurrency('EUR')))).toEqual(['incremental succeeded', 'full running'])
    expect(await currencies(shop)).toEqual({ USD: 8, EUR: 1 })
    // The full run is lost, and nothing but the mapping tells that one is due.
    await stateRef(shop.db, pipeline).update({ fullRun: null })
    shop.tasks = 0
    expect(await modes(shop.worker())).toEqual(['incremental succeeded', 'full running'])
    await shop.drain()
    await expectSameAsSource(shop.db)
    expect(await currencies(shop)).toEqual({ USD: 9 })
  })

  it('change again while their full run is under way: it ends, does not count, and another one follows', async () => {
    const shop = await copiedShop()
    expect(await modes(shop.worker({}, inCurrency('EUR')))).toContain('full running')
    await dyingFullRun(shop, 3, inCurrency('EUR'))
    expect(Object.keys(await currencies(shop)).toSorted(), 'it was half way').toEqual(['EUR', 'USD'])
    const yen = shop.worker({}, inCurrency('JPY'))
    await shop.drain(yen)
    expect(Object.keys(await currencies(shop)).toSorted()).toEqual(['EUR', 'JPY'])
    expect(Object.keys(await openAlerts(shop.db))).toEqual(['changed-settings'])
    expect(await modes(yen)).toEqual(['incremental succeeded', 'full running'])
    await shop.drain(yen)
    expect(await currencies(shop)).toEqual({ JPY: 9 })
    expect(await openAlerts(shop.db)).toEqual({})
    expect(await modes(yen)).toEqual(['incremental succeeded'])
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'end at the present ones wherever a run dies (commit %i), and whatever it was',
    async (n) => {
      const shop = await copiedShop()
      await shop.worker({}, inCurrency('EUR')).sync()
      await shop
        .worker(dyingAt(n, 'after'), inCurrency('EUR'))
        .fullTask()
        .catch(() => undefined)
      shop.pass(130_000)
      // They are put back at once: as they were when all was copied last.
      for (let call = 0; call < 4; call++) {
        await shop.worker().sync()
        await shop.drain()
      }
      expect(await currencies(shop)).toEqual({ USD: 9 })
      await expectSameAsSource(shop.db)
      expect(await openAlerts(shop.db)).toEqual({})
      expect(await modes(shop.worker())).toEqual(['incremental succeeded'])
    },
  )

  it('are read by even where the run stops itself behind its enumeration, and not over and over', async () => {
    const shop = new Shop({ settings: { pageSize: 100 } })
    await shop.putMany(ids(60), () => ({ totalAmount: 1 }))
    shop.pass(900_000)
    await shop.fullRun()
    for (const id of ids(40)) await shop.remove(id)
    const euro = { ...inCurrency('EUR'), settings: { pageSize: 100 } }
    expect(await modes(shop.worker({}, euro))).toContain('full running')
    await shop.drain(shop.worker({}, euro))
    expect(Object.keys(await openAlerts(shop.db))).toContain('delete-cap')
    expect(await currencies(shop)).toEqual({ EUR: 20, USD: 40 })
    expect(await modes(shop.worker({}, euro))).toEqual(['incremental succeeded'])
  })
})

/** Counts the full runs that start by themselves in a day of a call every fifteen minutes. */
async function fullRunsOf(shop: Shop, tries: (call: number) => readonly [incremental: Worker, full: Worker]) {
  let full = 0
  for (let call = 0; call < 96; call++) {
    const [incremental, tasks] = tries(call)
    if (call % 8 === 0) await shop.put('o000001', { totalAmount: call })
    if ((await modes(incremental)).includes('full running')) full += 1
    await shop.drain(tasks)
    shop.pass(900_000)
  }
  return full
}

describe('settings that are not the same in all functions', () => {
  const { columns } = ordersAs({ columns: [{ name: 'gift', path: 'gift', kind: 'flag' }] })
  const stream = withOwnColumns(orderStream, columns) as Stream<Order> // It adds columns, and its records stay orders.

  it.each([
    ['a word or a currency', inCurrency('EUR')],
    ['columns', { ...earlier, stream }],
  ])('start few full runs a day: %s', async (_, later) => {
    const shop = await copiedShop()
    const [old, young] = [shop.worker(), shop.worker({}, later)]
    // Full runs are of the later deployment alone, incremental ones of both.
    expect(await fullRunsOf(shop, (call) => [call % 2 === 0 ? old : young, young])).toBeLessThanOrEqual(6)
    expect(Object.values(await openAlerts(shop.db)).join(' ')).toContain('Deploy all functions together')
    // The next deploy is whole.
    shop.pass(86_400_000)
    expect(await fullRunsOf(shop, () => [young, young])).toBeLessThanOrEqual(1)
    expect(await openAlerts(shop.db)).toEqual({})
  })
})

it('a cache of an earlier version is read again for no settings but later ones', async () => {
  const shop = await copiedShop()
  await stateRef(shop.db, pipeline).update({ mapping: null })
  expect(await modes(shop.worker({}, inCurrency('EUR')))).toEqual(['incremental succeeded'])
  expect((await stateOf(shop)).mapping).not.toBeNull()
  expect(await modes(shop.worker({}, inCurrency('JPY')))).toEqual(['incremental succeeded', 'full running'])
})
