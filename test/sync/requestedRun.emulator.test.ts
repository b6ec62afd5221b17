import { describe, expect, it } from 'vitest'

import { LeaseHeldError } from '../../functions/src/lib/errors.ts'
import { coalesced, requestRun } from '../../functions/src/sync/requestRun.ts'
import { runRequested } from '../../functions/src/sync/requestedRun.ts'
import { expectSameAsSource } from '../harness/consistency.ts'
import { fallingAsleepAt } from '../harness/crashes.ts'
import { ids, Shop } from '../harness/shop.ts'

const withFeed = { source: { changeFeed: true } }

async function shopInSync(): Promise<Shop> {
  const shop = new Shop(withFeed)
  await shop.putMany(ids(20))
  await shop.fullRun()
  shop.pass(900_000)
  await shop.worker().sync()
  return shop
}

/** Runs the tasks that the queue holds, and those that they ask for; returns how many runs there were. */
async function runTasks(shop: Shop): Promise<number> {
  let ran = 0
  for (const ticket of shop.tickets) {
    shop.tickets.delete(ticket)
    const runs = await runRequested(shop.worker().context, ticket)
    ran += runs.filter(({ status }) => status === 'succeeded').length
  }
  return ran
}

describe('requests for a run', () => {
  it('before it starts are one, however many ask', async () => {
    const shop = await shopInSync()
    await shop.put('o000003', { status: 'SHIPPED' })
    await Promise.all(Array.from({ length: 50 }, () => requestRun(shop.worker().context)))
    expect(shop.tickets.size).toBe(1)
    expect(await runTasks(shop)).toBe(1)
    expect(shop.tickets.size).toBe(0)
    await expectSameAsSource(shop.db)
  })

  it('during a run lead to exactly one more after it', async () => {
    const shop = await shopInSync()
    await requestRun(shop.worker().context)
    const [first = ''] = shop.tickets
    shop.tickets.clear()
    await shop.put('o000001', { status: 'SHIPPED' })
    const faults = fallingAsleepAt(2)
    const running = runRequested(shop.worker(faults).context, first)
    await Promise.race([faults.asleep, running])
    await shop.put('o000002', { status: 'SHIPPED' })
    await Promise.all(Array.from({ length: 50 }, () => requestRun(shop.worker().context)))
    faults.wake()
    expect(await running).toMatchObject([{ status: 'succeeded' }])
    expect(shop.tickets.size, 'they hold one ticket').toBe(1)
    expect(await runTasks(shop)).toBe(1)
    expect(shop.tickets.size, 'and no other follows').toBe(0)
    await expectSameAsSource(shop.db)
  })

  it('wait for the run of somebody else, and follow it', async () => {
    const shop = await shopInSync()
    await shop.put('o000001', { status: 'SHIPPED' })
    const faults = fallingAsleepAt(1)
    const other = shop.worker(faults).sync()
    await Promise.race([faults.asleep, other])
    await requestRun(shop.worker().context)
    faults.wake()
    await other
    await shop.put('o000002', { status: 'SHIPPED' })
    expect(await runTasks(shop)).toBe(1)
    await expectSameAsSource(shop.db)
  })

  it('are left to the task queue where somebody runs too long', async () => {
    const shop = await shopInSync()
    const faults = fallingAsleepAt(2)
    await shop.put('o000001', { status: 'SHIPPED' })
    const other = shop.worker(faults).sync()
    await Promise.race([faults.asleep, other])
    await requestRun(shop.worker().context)
    const [ticket = ''] = shop.tickets
    const { context } = shop.worker()
    let waited = 0
    const impatient = { ...context, clock: { ...context.clock, now: () => (waited += 50_000) } }
    await expect(runRequested(impatient, ticket)).rejects.toThrow(LeaseHeldError)
    faults.wake()
    await other
    expect(await runTasks(shop)).toBe(1)
    await expectSameAsSource(shop.db)
  })

  it('whose task comes again after its run, and after others were asked for, do nothing', async () => {
    const shop = await shopInSync()
    await requestRun(shop.worker().context)
    const [first = ''] = shop.tickets
    expect(await runTasks(shop)).toBe(1)
    await requestRun(shop.worker().context)
    expect(await runTasks(shop)).toBe(1)
    expect(await runRequested(shop.worker().context, first)).toEqual([])
    expect(await runRequested(shop.worker().context, 'made-up')).toEqual([])
  })

  it('whose task dies in its run have it when the task comes again', async () => {
    const shop = await shopInSync()
    await shop.put('o000001', { status: 'SHIPPED' })
    await requestRun(shop.worker().context)
    const [ticket = ''] = shop.tickets
    const dying = shop.worker({
      before: (method, request) => {
        if (method === 'commit' && JSON.stringify(request).includes('orders_cache_head')) throw new Error('died')
      },
    })
    await runRequested(dying.context, ticket).catch(() => {})
    shop.pass(200_000)
    expect(await runRequested(shop.worker().context, ticket)).toMatchObject([{ status: 'succeeded' }])
    await expectSameAsSource(shop.db)
  })
})

describe('an import', () => {
  it('is waited for until it ends, and costs one run', async () => {
    const shop = await shopInSync()
    const { context } = shop.worker()
    let sleeps = 0
    const clock = {
      ...context.clock,
      sleep: async (ms: number) => {
        shop.pass(ms)
        // Thirty more orders with each look, five times.
        if (++sleeps > 5) return
        for (const id of ids(30, `import${sleeps}-`)) {
          await shop.put(id)
          await shop.report(id, 'created')
        }
      },
    }
    await requestRun(context)
    const [ticket = ''] = shop.tickets
    expect(await runRequested({ ...context, clock }, ticket)).toMatchObject([{ created: 150 }])
    expect(sleeps).toBeGreaterThan(5)
    await expectSameAsSource(shop.db)
  })
})

describe('calls that come together', () => {
  it('share the next one that starts', async () => {
    const gates: PromiseWithResolvers<void>[] = []
    const ask = coalesced(() => {
      const gate = Promise.withResolvers<void>()
      gates.push(gate)
      return gate.promise
    })
    const first = ask()
    const others = [ask(), ask(), ask()]
    expect(gates).toHaveLength(1)
    gates[0]?.resolve()
    await first
    await Promise.resolve()
    expect(gates).toHaveLength(2)
    gates[1]?.reject(new Error('refused'))
    await Promise.all(others.map((other) => expect(other).rejects.toThrow('refused')))
    const last = ask()
    expect(gates).toHaveLength(3)
    gates[2]?.resolve()
    await last
  })
})
