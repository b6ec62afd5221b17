import { beforeEach, describe, expect, it } from 'vitest'

import { AskedSquare, idsOf, type Row } from './askedSquare.ts'

const asked = new AskedSquare()
const path = '/v2/catalog/search'

beforeEach(() => {
  const { catalog } = asked.merchant
  catalog.put('CATEGORY', 'drinks', { name: 'Drinks', parent_category: { id: 'menu' } })
  catalog.put('CATEGORY', 'menu', { name: 'Menu' })
  asked.nowMs += 1000
  catalog.put('ITEM', 'tea', { name: 'Tea', categories: [{ id: 'drinks' }] })
  catalog.put('ITEM_VARIATION', 'mug', {
    item_id: 'tea',
    name: 'Mug',
    sku: 'TEA-MUG',
    price_money: { amount: 300, currency: 'USD' },
    track_inventory: true,
    vendor_information: [{ vendor_id: 'v1', vendor_code: 'T-1', unit_cost_money: { amount: 90, currency: 'USD' } }],
    location_overrides: [{ location_id: 'SIDE', sold_out: true, price_money: { amount: 350, currency: 'USD' } }],
  })
  catalog.put('ITEM_VARIATION', 'pot', { item_id: 'tea', name: 'Pot' })
})

const found = async (body: object): Promise<Row[]> => asked.rows('objects', { path, body })
const foundIds = async (body: object): Promise<string[]> => idsOf(await found(body)).toSorted()

describe('a search of the catalog', () => {
  it('gives top-level objects alone where no type is asked for, items with their variations', async () => {
    expect(await foundIds({})).toEqual(['drinks', 'menu', 'tea'])
    expect(await foundIds({ object_types: ['ITEM_VARIATION'] })).toEqual(['mug', 'pot'])
    const [tea] = await found({ object_types: ['ITEM'] })
    expect(tea).toMatchObject({
      type: 'ITEM',
      version: asked.nowMs,
      is_deleted: false,
      item_data: { name: 'Tea', variations: [{ id: 'mug', item_variation_data: { sku: 'TEA-MUG' } }, { id: 'pot' }] },
    })
  })

  it('gives what changed behind a time, which is not included, and the time of the last change of all', async () => {
    const first = await asked.call({ path, body: {} })
    expect(first.latest_time).toBe('2026-09-20T12:00:01Z')
    expect(await foundIds({ begin_time: first.latest_time })).toEqual([])
    asked.nowMs += 500
    asked.merchant.catalog.put('ITEM_VARIATION', 'pot', { name: 'Large pot' })
    const types = { object_types: ['ITEM', 'ITEM_VARIATION'] }
    const answer = await asked.call({ path, body: { ...types, begin_time: first.latest_time } })
    expect(answer).toMatchObject({ latest_time: '2026-09-20T12:00:01.500Z', objects: [{ id: 'pot' }] })
    expect(await foundIds({ begin_time: first.latest_time })).toEqual([])
  })

  it('shows deleted objects where they are asked for, changed when they were deleted', async () => {
    asked.nowMs += 60_000
    asked.merchant.catalog.remove('tea')
    const types = { object_types: ['ITEM', 'ITEM_VARIATION'] }
    expect(await foundIds(types)).toEqual([])
    const deleted = await found({ ...types, include_deleted_objects: true, begin_time: '2026-09-20T12:00:30Z' })
    expect(idsOf(deleted).toSorted()).toEqual(['mug', 'pot', 'tea'])
    for (const one of deleted) expect(one).toMatchObject({ is_deleted: true, updated_at: '2026-09-20T12:01:01Z' })
    expect((await asked.refused({ path: '/v2/catalog/object/tea' }))[0]).toBe(404)
  })

  it('gives related objects, and paths of categories', async () => {
    const related = await asked.call({ path, body: { object_types: ['ITEM'], include_related_objects: true } })
    expect(related.related_objects).toMatchObject([{ id: 'drinks' }])
    const variations = { object_types: ['ITEM_VARIATION'], include_related_objects: true }
    expect((await asked.call({ path, body: variations })).related_objects).toMatchObject([{ id: 'tea' }])
    const paths = { object_types: ['CATEGORY'], include_category_path_to_root: true }
    expect(await found(paths)).toContainEqual(
      expect.objectContaining({
        id: 'drinks',
        category_data: expect.objectContaining({ path_to_root: [{ category_id: 'menu', category_name: 'Menu' }] }),
      }),
    )
    const both = { ...paths, include_deleted_objects: true }
    expect(await asked.refused({ path, body: both })).toEqual([400, 'CONFLICTING_PARAMETERS'])
  })

  it('is in no order of times, and ignores a limit above 1000', async () => {
    for (let n = 0; n < 1005; n++) {
      asked.nowMs += 1
      asked.merchant.catalog.put('TAX', `tax${n}`, { name: `Tax ${n}`, percentage: '7.0' })
    }
    const body = { object_types: ['TAX'], limit: 5000 }
    const pages = await asked.pages('objects', { path, body })
    expect(pages.map((page) => page.length)).toEqual([1000, 5])
    const versions = pages.flat().map(({ version }) => Number(version))
    expect(versions).not.toEqual(versions.toSorted((a, b) => a - b))
    expect(versions).not.toEqual(versions.toSorted((a, b) => b - a))
    expect(new Set(versions).size).toBe(1005)
    expect((await asked.pages('objects', { path, body: { ...body, limit: 500 } })).map((page) => page.length)).toEqual([
      500, 500, 5,
    ])
  })

  it('answers no query of attributes', async () => {
    const query = { exact_query: { attribute_name: 'sku', attribute_value: 'TEA-MUG' } }
    expect(await asked.refused({ path, body: { query } })).toEqual([400, 'NOT_IMPLEMENTED'])
  })
})

describe('the catalog', () => {
  it('is listed by types, a hundred objects a page, without what was deleted', async () => {
    for (let n = 0; n < 100; n++) asked.merchant.catalog.put('TAX', `tax${n}`, { name: `Tax ${n}` })
    asked.merchant.catalog.remove('drinks')
    const pages = await asked.pages('objects', { path: '/v2/catalog/list', query: { types: 'TAX,ITEM,CATEGORY' } })
    expect(pages.map((page) => page.length)).toEqual([100, 2])
    expect(idsOf(pages.flat())).not.toContain('drinks')
    expect(idsOf(await asked.rows('objects', { path: '/v2/catalog/list' }))).not.toContain('mug')
  })

  it('gives objects by ids, and what is known of one of them', async () => {
    const batch = '/v2/catalog/batch-retrieve'
    const body = { object_ids: ['pot', 'nobody', 'mug'], include_related_objects: true }
    const answer = await asked.call({ path: batch, body })
    expect(answer).toMatchObject({ objects: [{ id: 'pot' }, { id: 'mug' }], related_objects: [{ id: 'tea' }] })
    asked.merchant.catalog.remove('pot')
    expect(idsOf(await asked.rows('objects', { path: batch, body }))).toEqual(['mug'])
    const withDeleted = { ...body, include_deleted_objects: true }
    expect(idsOf(await asked.rows('objects', { path: batch, body: withDeleted }))).toEqual(['pot', 'mug'])
    const { object } = await asked.call({ path: '/v2/catalog/object/mug' })
    expect(object).toMatchObject({
      item_variation_data: { track_inventory: true, vendor_information: [{ vendor_id: 'v1' }] },
    })
    const [tea] = await asked.rows('objects', { path, body: { object_types: ['ITEM'] } })
    expect(tea).toMatchObject({ item_data: { variations: [{ id: 'mug' }] } })
  })

  it('says its limits', async () => {
    expect(await asked.call({ path: '/v2/catalog/info' })).toMatchObject({ limits: { search_max_page_limit: 1000 } })
  })
})
