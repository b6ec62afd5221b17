import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import type { ChangeWindow, Source, SourcePage } from '../../../functions/src/model/source.ts'
import { createOrderSource } from '../../../functions/src/sources/square/orders.ts'
import { createPaymentSource } from '../../../functions/src/sources/square/payments.ts'
import { nameSince, partNames, partOf } from '../../../functions/src/sources/square/timedParts.ts'
import type { FakeSquare } from '../../../tools/fakes/square/fakeSquare.ts'
import type { Records } from '../../../tools/fakes/square/records.ts'
import { TestClock } from '../vendor/testClock.ts'
import { connect, startFake, type Connected } from './connected.ts'

const begin = Date.UTC(2026, 0, 1)
const clock = new TestClock()
let fake: FakeSquare
beforeAll(async () => {
  fake = await startFake(clock, { cursors: 'offsets' })
})
afterAll(() => fake.stop())
beforeEach(() => {
  fake.faults.clear()
  fake.calls.length = 0
  fake.beforeAnswer = () => {}
})

const everything: ChangeWindow = { from: { kind: 'at', at: instantFromMs(begin) }, until: instantFromMs(begin + 1e9) }
const locationsOf = (count: number): string[] => Array.from({ length: count }, (_, n) => `L${n}`)

function ordersOf(connected: Connected): Source {
  return createOrderSource({ ...connected.options, statusMap: {}, refunds: 'none' })
}

/** Fills a merchant with orders or payments, a second apart, at its locations in turn. */
function fill(records: Records, count: number, locations: readonly string[], everyMs = 1_000): void {
  const money = { amount: 100, currency: 'USD' }
  records.putAll(
    Array.from({ length: count }, (_, n) => ({
      id: `o${String(n).padStart(5, '0')}`,
      locationId: locations[n % locations.length] ?? '',
      state: 'COMPLETED',
      createdMs: begin + n * everyMs,
      updatedMs: begin + n * everyMs,
      rest: { total_money: money, amount_money: money },
    })),
  )
}

async function read(source: Source, window = everything, size = 480) {
  const pages: SourcePage[] = []
  for await (const page of source.changes(window, size)) pages.push(page)
  return {
    ids: pages.flatMap(({ records }) => records.map(({ sourceId }) => sourceId)),
    inOrder: pages.flatMap(({ records }) => records.filter(({ changedAt }) => changedAt !== null)),
    kinds: [...new Set(pages.flatMap(({ notices }) => (notices ?? []).map(({ kind }) => kind)))],
    calls: pages.reduce((sum, { usage }) => sum + usage.calls, 0),
  }
}

describe('the changes of a merchant', () => {
  it('of forty locations come in one order, each location searched by itself', async () => {
    const locations = locationsOf(40)
    const connected = connect(fake, clock, locations)
    fill(connected.merchant.orders, 2_000, locations)
    const { ids, kinds, calls } = await read(ordersOf(connected))
    expect(ids).toEqual(Array.from({ length: 2_000 }, (_, n) => `o${String(n).padStart(5, '0')}`))
    expect(kinds).toEqual([])
    const searches = fake.calls.filter(({ path }) => path === '/v2/orders/search')
    const named = searches.map(({ body }) => (JSON.parse(body) as { location_ids: string[] }).location_ids)
    expect(named.every((one) => one.length === 1)).toBe(true)
    // The locations, and their time zones.
    expect(calls).toBe(searches.length + 2)
  })

  it('cost hardly more calls than there are pages', async () => {
    const connected = connect(fake, clock)
    fill(connected.merchant.orders, 5_000, ['L1'])
    const { ids, calls } = await read(ordersOf(connected))
    expect(ids).toHaveLength(5_000)
    // Twenty pages of 250, the rows that each of them repeats, and the locations twice.
    expect(calls).toBeLessThanOrEqual(24)
  })

  it('include those of a location that is closed, and of one that was opened meanwhile', async () => {
    const connected = connect(fake, clock, ['L0', 'L1'])
    connected.merchant.putLocation('L1', { status: 'INACTIVE' })
    fill(connected.merchant.orders, 10, ['L0', 'L1'])
    const source = ordersOf(connected)
    expect((await read(source)).ids).toHaveLength(10)
    connected.merchant.putLocation('L2')
    connected.merchant.orders.put({
      id: 'at-the-new-one',
      locationId: 'L2',
      createdMs: begin,
      updatedMs: begin + 3,
      rest: {},
    })
    expect((await read(source)).ids).toContain('at-the-new-one')
  })

  it('of payments are read from every location and from more than a year ago', async () => {
    const locations = locationsOf(3)
    const connected = connect(fake, clock, locations)
    fill(connected.merchant.payments, 30, locations)
    connected.merchant.payments.put({
      id: 'p-old',
      locationId: 'L2',
      state: 'COMPLETED',
      createdMs: Date.UTC(2019, 0, 1),
      updatedMs: begin + 5,
      rest: {},
    })
    const source = createPaymentSource(connected.options)
    const { ids } = await read(source)
    expect(ids).toHaveLength(31)
    expect(ids).toContain('p-old')
    const { names } = await source.parts()
    // So few locations would not keep five calls busy: a year of each is a part.
    expect(names).toEqual(locations.flatMap((id) => [`${id}@-2025`, `${id}@2025-2026`, `${id}@2026-`]))
  })
})

describe('the parts of an enumeration', () => {
  it('leave no time out, and no time twice', () => {
    const nowMs = Date.UTC(2026, 5, 1)
    const names = partNames([{ id: 'L1', created_at: '2023-12-31T23:59:59Z' }], 5, nowMs)
    const ranges = names.map((name) => partOf(name, nowMs))
    expect(ranges.every(({ location }) => location === 'L1')).toBe(true)
    expect(ranges.map(({ range }) => range.ge)).toEqual([0, ...ranges.slice(0, -1).map(({ range }) => range.lt)])
    expect(ranges.at(-1)?.range.lt).toBe(nowMs)
    expect(ranges).toHaveLength(4)
  })

  it('are the locations where there are enough of them, or where nobody knows when they were created', () => {
    const locations = locationsOf(5).map((id) => ({ id, created_at: '2019-01-01T00:00:00Z' }))
    expect(partNames(locations, 5, clock.ms)).toEqual(locationsOf(5))
    expect(partOf('L3', 1_000)).toEqual({ location: 'L3', range: { ge: 0, lt: 1_000 } })
    expect(partNames([{ id: 'L1' }], 5, clock.ms)).toEqual(['L1@-'])
    expect(partOf(nameSince('L1', 700), 1_000)).toEqual({ location: 'L1', range: { ge: 700, lt: 1_000 } })
    expect(partOf('L1@-', 1_000)).toEqual({ location: 'L1', range: { ge: 0, lt: 1_000 } })
  })
})

describe('a list that goes wrong', () => {
  const kindsOf = { deadCursor: [], lostCursor: ['page-token'], ignoredSort: ['unsorted-list'] } as const
  it.each(['deadCursor', 'lostCursor', 'ignoredSort'] as const)('is read to its end: %s', async (kind) => {
    const connected = connect(fake, clock)
    fill(connected.merchant.orders, 1_000, ['L1'])
    fake.faults.next({ kind }, { times: 100, path: /orders.search/ })
    const { ids, kinds } = await read(ordersOf(connected))
    expect(new Set(ids).size).toBe(1_000)
    expect(kinds).toEqual(kindsOf[kind])
  })

  it('is read by its cursor where more orders than a page have one time', async () => {
    const connected = connect(fake, clock)
    fill(connected.merchant.orders, 600, ['L1'], 0)
    const { ids } = await read(ordersOf(connected))
    expect(new Set(ids).size).toBe(600)
  })

  it('is given up where that cursor is dead each time, and says so', async () => {
    const connected = connect(fake, clock)
    fill(connected.merchant.orders, 600, ['L1'], 0)
    fake.faults.next({ kind: 'deadCursor' }, { times: 100 })
    await expect(read(ordersOf(connected))).rejects.toMatchObject({ retryable: true, wasRetried: true })
  })

  it('loses nothing though orders move on while it is read', async () => {
    const locations = locationsOf(2)
    const connected = connect(fake, clock, locations)
    const { orders } = connected.merchant
    fill(orders, 1_500, locations)
    const moved = new Set<string>()
    let n = 0
    fake.beforeAnswer = ({ path }) => {
      if (path !== '/v2/orders/search') return
      for (let k = 0; k < 3; k++) {
        const order = orders.get(`o${String((n += 37) % 1_500).padStart(5, '0')}`)
        if (order === undefined) continue
        moved.add(order.id)
        // Behind the window.
        orders.put({ ...order, updatedMs: begin + 2e9 + n })
      }
    }
    const { ids } = await read(ordersOf(connected))
    const missing = [...orders.ids()].filter((id) => !ids.includes(id) && !moved.has(id))
    expect(missing).toEqual([])
  })
})
