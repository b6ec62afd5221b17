import { describe, expect, it } from 'vitest'

import type { Filter, ListOrdersResponse, Sort } from '../../../functions/src/contract/api.ts'
import { listOrders } from '../../../functions/src/engine/orders/listOrders.ts'
import { orderStats } from '../../../functions/src/engine/orders/orderStats.ts'
import { InvalidInputError } from '../../../functions/src/lib/errors.ts'
import type { Stream } from '../../../functions/src/model/stream.ts'
import { withOwnColumns } from '../../../functions/src/streams/orders/ownColumns.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { MemoryStore } from '../../query/memoryReader.ts'
import { ownColumn, ownStream } from '../../query/ownStream.ts'
import { idsOf, row } from '../../query/rows.ts'

/* Columns that a shop declares beside those of every order. */

const due = Date.UTC(2026, 10, 30, 9)
const first = {
  extra_note: 'Ring twice, Zoë',
  extra_channel: 'web',
  extra_weight: 2.5,
  extra_boxes: 3,
  extra_tip: 150,
  extra_dueAt: due,
  extra_gift: true,
}
/** The cells of an order from another source, which has nothing in the columns that the shop declares. */
const nothing = {
  extra_note: null,
  extra_channel: null,
  extra_weight: null,
  extra_boxes: null,
  extra_tip: null,
  extra_dueAt: null,
  extra_gift: false,
}
const rows = [
  { ...row({ id: 'firestore:1', createdAt: 1 }), ...first },
  { ...row({ id: 'firestore:2', createdAt: 2 }), ...first, extra_note: 'leave at the door', extra_weight: 0.5 },
  { ...row({ id: 'firestore:3', createdAt: 3 }), ...first, extra_channel: 'shop', extra_tip: -1, extra_gift: false },
  { ...row({ id: 'square:1', source: 'square', createdAt: 4 }), ...nothing },
]

function storeOf(stream: Stream, segmentRows = 2): MemoryStore {
  const store = new MemoryStore(['firestore', 'square'], stream)
  store.write(rows)
  store.fold(segmentRows)
  store.publish()
  return store
}

async function list(filter: Filter, sort?: Sort): Promise<ListOrdersResponse> {
  const store = storeOf(ownStream)
  return listOrders(store.reader(), { filter, facets: true, ...(sort && { sort }) }, store.clock)
}

async function refusalOf(ask: Promise<unknown>): Promise<string> {
  const error: unknown = await ask.catch((caught: unknown) => caught)
  if (!(error instanceof InvalidInputError)) throw new Error('It was not refused.')
  return error.message
}

describe('an own column', () => {
  it('comes out by its name, a time as ISO; an order of another source has none', async () => {
    const { orders } = await list({})
    expect(orders.find(({ id }) => id === 'firestore:1')?.extra).toEqual({
      note: 'Ring twice, Zoë',
      channel: 'web',
      weight: 2.5,
      boxes: 3,
      tip: 150,
      dueAt: '2026-11-30T09:00:00.000Z',
      gift: true,
    })
    expect(Object.values(orders.find(({ id }) => id === 'square:1')?.extra ?? {})).toEqual([
      ...Array.from({ length: 6 }, () => null),
      false,
    ])
  })

  it('is absent where the shop declares none', async () => {
    const store = storeOf(orderStream)
    const { orders, facets } = await listOrders(store.reader(), { facets: true }, store.clock)
    expect(orders.every((order) => !('extra' in order))).toBe(true)
    expect(facets).not.toHaveProperty('extra')
  })

  it.each<[string, Filter['extra'], string[]]>([
    ['a word', { channel: { in: ['web'] } }, ['firestore:1', 'firestore:2']],
    ['a range', { weight: { min: 1, max: 3 } }, ['firestore:1', 'firestore:3']],
    ['an amount', { tip: { max: 0 } }, ['firestore:3']],
    ['a period', { dueAt: { from: '2026-11-30T09:00:00Z', to: '2026-12-01T00:00:00Z' } }, ['1', '2', '3'].map(own)],
    ['a flag', { gift: { in: [true] } }, ['firestore:1', 'firestore:2']],
    ['several', { gift: { in: [true] }, weight: { max: 1 } }, ['firestore:2']],
  ])('is filtered by %s', async (_, extra, ids) => {
    expect(idsOf((await list({ ...(extra && { extra }) })).orders).sort()).toEqual(ids)
  })

  it('is searched where it says so', async () => {
    expect(idsOf((await list({ search: 'zoe' })).orders)).toEqual(['firestore:3', 'firestore:1'])
    expect((await list({ search: 'shop' })).total).toBe(0)
  })

  it('is counted as a facet, beside the others', async () => {
    expect((await list({})).facets?.extra).toEqual({ channel: { web: 2, shop: 1 } })
    expect((await list({ extra: { channel: { in: ['web'] } }, source: ['firestore'] })).facets).toMatchObject({
      source: { firestore: 2 },
      extra: { channel: { web: 2, shop: 1 } },
    })
  })

  it('is sorted by', async () => {
    const byNote = await list({ source: ['firestore'] }, { field: 'extra.note', direction: 'asc' })
    expect(idsOf(byNote.orders)).toEqual(['firestore:2', 'firestore:1', 'firestore:3'])
    const byWeight = await list({ source: ['firestore'] }, { field: 'extra.weight', direction: 'desc' })
    expect(idsOf(byWeight.orders)).toEqual(['firestore:3', 'firestore:1', 'firestore:2'])
  })

  it('filters the figures, too', async () => {
    const store = storeOf(ownStream)
    const filter = { extra: { channel: { in: ['shop'] } } }
    const { buckets } = await orderStats(store.reader(), { filter, by: 'source' }, 'UTC', store.clock)
    expect(buckets.map(({ count }) => count)).toEqual([1])
  })
})

describe('what cannot be asked of own columns is refused', () => {
  it.each<[string, Filter['extra'], RegExp]>([
    ['an unknown one', { colour: { in: ['red'] } }, /^filter\.extra\.colour: is no column of orders.*note, channel/],
    ['a range of texts', { note: { min: 1 } }, /^filter\.extra\.note: is a column of kind text: ask it by in/],
    ['nothing', { note: {} }, /^filter\.extra\.note: is a column of kind text/],
    ['an inverted range', { weight: { min: 2, max: 1 } }, /^filter\.extra\.weight\.max: must not be less/],
    ['a word of a flag', { gift: { in: ['yes'] } }, /^filter\.extra\.gift\.in: must be true or false/],
  ])('%s', async (_, extra, message) => {
    expect(await refusalOf(list({ ...(extra && { extra }) }))).toMatch(message)
  })

  it('the order of one that does not sort, or that there is not', async () => {
    for (const field of ['extra.boxes', 'extra.colour'] as const)
      expect(await refusalOf(list({}, { field, direction: 'asc' }))).toMatch(/^sort\.field: /)
  })

  it('one that is new, until a full run has prepared it', async () => {
    const store = storeOf(ownStream)
    const more = withOwnColumns(ownStream, [ownColumn('colour', 'category')])
    const ask = (filter: Filter) => listOrders(store.reader({}, more), { filter }, store.clock)
    expect((await ask({})).total).toBe(rows.length)
    expect(await refusalOf(ask({ extra: { colour: { in: ['red'] } } }))).toMatch(/new or has changed/)
  })
})

function own(id: string): string {
  return `firestore:${id}`
}
