import { beforeEach, describe, expect, it } from 'vitest'

import { AskedSquare, startMs } from './askedSquare.ts'

const asked = new AskedSquare()
const path = '/v2/inventory/counts/batch-retrieve'
const changesPath = '/v2/inventory/changes/batch-retrieve'
const mug = { variationId: 'mug', locationId: 'MAIN' }

beforeEach(() => {
  const { inventory } = asked.merchant
  inventory.count(mug, '10')
  asked.nowMs = startMs + 1000
  inventory.count({ ...mug, locationId: 'SIDE' }, '3')
  asked.nowMs = startMs + 2000
  inventory.count({ ...mug, state: 'ORDERED_FROM_VENDOR' }, '24')
})

const counts = async (body: object = {}) =>
  (await asked.rows('counts', { path, body })).map(({ state, location_id, quantity }) => [state, location_id, quantity])

describe('the counts', () => {
  it('come newest first, each state on its own', async () => {
    expect(await counts()).toEqual([
      ['ORDERED_FROM_VENDOR', 'MAIN', '24'],
      ['IN_STOCK', 'SIDE', '3'],
      ['IN_STOCK', 'MAIN', '10'],
    ])
    const [first] = await asked.rows('counts', { path, body: {} })
    expect(first).toMatchObject({
      catalog_object_id: 'mug',
      catalog_object_type: 'ITEM_VARIATION',
      calculated_at: '2026-09-20T12:00:02Z',
    })
  })

  it('are filtered by location, state, variation, and the time after which they were made', async () => {
    expect(await counts({ location_ids: ['SIDE'] })).toHaveLength(1)
    expect(await counts({ states: ['IN_STOCK'] })).toHaveLength(2)
    expect(await counts({ catalog_object_ids: ['other'] })).toEqual([])
    expect(await counts({ updated_after: '2026-09-20T12:00:01Z' })).toEqual([['ORDERED_FROM_VENDOR', 'MAIN', '24']])
  })

  it('follow what is adjusted, to fractions of one', async () => {
    asked.merchant.inventory.adjust(mug, { from: 'IN_STOCK', to: 'SOLD', quantity: '0.1' })
    asked.merchant.inventory.adjust(mug, { from: 'IN_STOCK', to: 'WASTE', quantity: '0.2' })
    // What is sold is not counted any more.
    expect(await counts({ location_ids: ['MAIN'], states: ['IN_STOCK', 'WASTE', 'SOLD'] })).toEqual(
      expect.arrayContaining([
        ['WASTE', 'MAIN', '0.2'],
        ['IN_STOCK', 'MAIN', '9.7'],
      ]),
    )
    expect(await counts()).toHaveLength(4)
  })

  it('are paged', async () => {
    const pages = await asked.pages('counts', { path, body: { limit: 2 } })
    expect(pages.map((page) => page.length)).toEqual([2, 1])
  })
})

describe('the changes', () => {
  it('come oldest first, of the types and times that are asked for', async () => {
    asked.nowMs = startMs + 3000
    asked.merchant.inventory.adjust(mug, { from: 'IN_STOCK', to: 'SOLD', quantity: '2' })
    const changes = await asked.rows('changes', { path: changesPath, body: {} })
    expect(changes.map(({ type }) => type)).toEqual([
      'PHYSICAL_COUNT',
      'PHYSICAL_COUNT',
      'PHYSICAL_COUNT',
      'ADJUSTMENT',
    ])
    expect(changes[3]).toMatchObject({
      adjustment: { from_state: 'IN_STOCK', to_state: 'SOLD', quantity: '2', location_id: 'MAIN' },
    })
    const some = async (body: object): Promise<number> =>
      (await asked.rows('changes', { path: changesPath, body })).length
    expect(await some({ types: ['ADJUSTMENT'] })).toBe(1)
    expect(await some({ states: ['SOLD'] })).toBe(1)
    const between = { updated_after: '2026-09-20T12:00:00Z', updated_before: '2026-09-20T12:00:03Z' }
    expect(await some(between)).toBe(2)
  })
})
