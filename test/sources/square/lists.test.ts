import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { instantFromMs, isoOf, shift } from '../../../functions/src/lib/instant.ts'
import { noInputs, type ChangeWindow, type Source, type SourcePage } from '../../../functions/src/model/source.ts'
import { createCatalogSource } from '../../../functions/src/sources/square/catalog.ts'
import { categoryKind, itemKind, variationKind } from '../../../functions/src/sources/square/catalogKinds.ts'
import { createCustomerSource } from '../../../functions/src/sources/square/customers.ts'
import { createInventorySource } from '../../../functions/src/sources/square/inventory.ts'
import { createTeamMemberSource } from '../../../functions/src/sources/square/teamMembers.ts'
import { createVendorSource } from '../../../functions/src/sources/square/vendors.ts'
import type { FakeSquare } from '../../../tools/fakes/square/fakeSquare.ts'
import { TestClock } from '../vendor/testClock.ts'
import { connect, startFake, type Connected } from './connected.ts'

/* What can be read by cursors only. */

const clock = new TestClock()
let fake: FakeSquare
let connected: Connected
beforeAll(async () => {
  fake = await startFake(clock)
})
afterAll(() => fake.stop())
beforeEach(() => {
  fake.faults.clear()
  fake.calls.length = 0
  connected = connect(fake, clock)
})

const since = (ms: number): ChangeWindow => ({
  from: { kind: 'at', at: instantFromMs(ms) },
  until: instantFromMs(clock.ms + 1e6),
})

async function read(source: Source, window: ChangeWindow): Promise<SourcePage[]> {
  const pages: SourcePage[] = []
  for await (const page of source.changes(window, 100)) pages.push(page)
  return pages
}

const idsOf = (pages: readonly SourcePage[]): string[] =>
  pages.flatMap(({ records }) => records.map(({ sourceId }) => sourceId))

async function parsedOf(source: Source, id: string) {
  const { found } = await source.lookup([id], noInputs)
  const [record] = found
  if (record === undefined) throw new Error(`${id} is there.`)
  const parsed = source.parse(record, noInputs)
  return parsed.ok ? parsed.record : parsed.reason
}

describe('the catalog', () => {
  it('says through when its changes are shown by the vendor’s own clock, and what was deleted', async () => {
    const { catalog } = connected.merchant
    const source = createCatalogSource(connected.options, variationKind)
    catalog.put('ITEM', 'I1', { name: 'Mug' })
    catalog.put('ITEM_VARIATION', 'V1', { item_id: 'I1', name: 'Blue' })
    catalog.put('ITEM_VARIATION', 'V2', { item_id: 'I1', name: 'Red' })
    clock.ms += 60_000
    const before = clock.ms
    clock.ms += 1_000
    fake.skewMs = 5_000
    catalog.remove('I1')
    catalog.put('ITEM_VARIATION', 'V3', { item_id: 'I2', name: 'Green' })
    fake.skewMs = 0
    const pages = await read(source, since(before))
    expect(idsOf(pages)).toEqual(['V3'])
    expect(pages.flatMap(({ gone }) => gone ?? []).toSorted()).toEqual(['V1', 'V2'])
    // Its clock is ahead.
    expect(pages.map(({ through }) => through)).toEqual([instantFromMs(before + 6_000)])
    const { absent } = await source.lookup(['V1', 'V3'], noInputs)
    expect(absent.map(({ sourceId }) => sourceId)).toEqual(['V1'])
  })

  it('is asked for from a millisecond before, for the vendor leaves that moment out', async () => {
    const { catalog } = connected.merchant
    catalog.put('CATEGORY', 'C1', { name: 'Tea' })
    const at = clock.ms
    expect(idsOf(await read(createCatalogSource(connected.options, categoryKind), since(at)))).toEqual(['C1'])
    expect(JSON.parse(fake.calls.at(-1)?.body ?? '{}')).toMatchObject({
      begin_time: isoOf(shift(instantFromMs(at), -1)),
    })
  })

  it('is read to its end, each object once, though a cursor dies and rows are repeated', async () => {
    const { catalog } = connected.merchant
    for (let n = 0; n < 600; n++) catalog.put('ITEM', `I${n}`, { name: `Item ${n}` })
    const source = createCatalogSource(connected.options, itemKind)
    fake.faults.next({ kind: 'repeatedRow' }, { times: 1 })
    fake.faults.next({ kind: 'deadCursor' }, { times: 1 })
    const ids = idsOf(await read(source, since(0)))
    expect(ids).toHaveLength(600)
    expect(new Set(ids).size).toBe(600)
    fake.faults.next({ kind: 'deadCursor' }, { times: 100 })
    await expect(read(source, since(0))).rejects.toMatchObject({ retryable: true, wasRetried: true })
    fake.faults.clear()
    fake.faults.next({ kind: 'endlessCursor' }, { times: 100 })
    await expect(read(source, since(0))).rejects.toThrow('in a circle')
  })

  it('becomes items, variations and categories', async () => {
    const { catalog } = connected.merchant
    catalog.put('CATEGORY', 'C1', { name: 'Tea', category_type: 'REGULAR_CATEGORY', parent_category: { id: 'C0' } })
    catalog.put('ITEM', 'I1', { name: 'Mug', product_type: 'REGULAR', categories: [{ id: 'C1' }] })
    const price_money = { amount: 1_250, currency: 'USD' }
    const location_overrides = [
      { location_id: 'L1', track_inventory: true, sold_out: true },
      { location_id: 'L2', track_inventory: true },
    ]
    catalog.put('ITEM_VARIATION', 'V1', { item_id: 'I1', name: 'Blue', sku: 'MUG-B', price_money, location_overrides })
    catalog.put('ITEM_VARIATION', 'V2', { item_id: 'I1', name: 'Red', pricing_type: 'VARIABLE_PRICING' })
    catalog.put('ITEM_VARIATION', 'V3', { item_id: 'I1', price_money: { amount: 2 ** 60, currency: 'USD' } })
    expect(await parsedOf(createCatalogSource(connected.options, categoryKind), 'C1')).toMatchObject({
      id: 'square:C1',
      name: 'Tea',
      type: 'REGULAR_CATEGORY',
      parentId: 'C0',
    })
    expect(await parsedOf(createCatalogSource(connected.options, itemKind), 'I1')).toMatchObject({
      name: 'Mug',
      type: 'REGULAR',
      categoryIds: ['C1'],
      variationIds: ['V1', 'V2', 'V3'],
      isArchived: false,
    })
    const variations = createCatalogSource(connected.options, variationKind)
    expect(await parsedOf(variations, 'V1')).toMatchObject({
      itemId: 'I1',
      sku: 'MUG-B',
      currency: 'USD',
      price: 1_250,
      isTracked: true,
      soldOutAt: ['L1'],
    })
    // Not counted is not none.
    expect(await parsedOf(variations, 'V2')).toMatchObject({ price: null, isTracked: false, soldOutAt: [] })
    expect(await parsedOf(variations, 'V3')).toContain('price_money')
  })
})

describe('the inventory', () => {
  it('keeps each state apart, and says through when by the newest count, never later than it asked', async () => {
    const { inventory } = connected.merchant
    const source = createInventorySource(connected.options)
    inventory.count({ variationId: 'V1', locationId: 'L1' }, '12.5')
    inventory.count({ variationId: 'V1', locationId: 'L1', state: 'ORDERED_FROM_VENDOR' }, '40')
    const countedMs = clock.ms
    clock.ms += 30_000
    const pages = await read(source, since(countedMs))
    expect(idsOf(pages).toSorted()).toEqual(['V1:L1:IN_STOCK', 'V1:L1:ORDERED_FROM_VENDOR'])
    expect(pages[0]?.through).toBe(instantFromMs(countedMs))
    expect(await parsedOf(source, 'V1:L1:IN_STOCK')).toMatchObject({
      id: 'square:V1:L1:IN_STOCK',
      variationId: 'V1',
      locationId: 'L1',
      state: 'IN_STOCK',
      quantity: 12.5,
    })
    // Nothing has changed since, and nothing moves.
    const quietMs = clock.ms
    expect((await read(source, since(quietMs)))[0]?.through).toBe(instantFromMs(quietMs))
    fake.skewMs = 60_000
    inventory.count({ variationId: 'V2', locationId: 'L1' }, '1')
    fake.skewMs = 0
    const [first] = await read(source, since(0))
    expect((first?.through ?? '') < instantFromMs(clock.ms)).toBe(true)
  })
})

describe('the directory', () => {
  it('has those that have left, and says of each who it is', async () => {
    const { vendors, teamMembers, customers } = connected.merchant
    vendors.put('VEND1', {
      name: 'Potter',
      status: 'INACTIVE',
      contacts: [{ ordinal: 1, name: 'Bo', email_address: 'bo@x.example' }],
    })
    teamMembers.put('TM1', { given_name: 'Cy', family_name: 'Dow', status: 'INACTIVE', is_owner: true })
    customers.put('CUST1', { company_name: 'Tea & Co', phone_number: '+1', creation_source: 'THIRD_PARTY' })
    expect(await parsedOf(createVendorSource(connected.options), 'VEND1')).toMatchObject({
      name: 'Potter',
      status: 'INACTIVE',
      contactName: 'Bo',
      email: 'bo@x.example',
    })
    expect(await parsedOf(createTeamMemberSource(connected.options), 'TM1')).toMatchObject({
      name: 'Cy Dow',
      status: 'INACTIVE',
      isOwner: true,
    })
    expect(await parsedOf(createCustomerSource(connected.options), 'CUST1')).toMatchObject({
      name: 'Tea & Co',
      company: 'Tea & Co',
      phone: '+1',
      email: null,
    })
  })

  it('does not take an answer that leaves somebody out for their absence', async () => {
    connected.merchant.vendors.put('VEND1', { name: 'Potter' })
    const { call } = connected.options
    const forgetful: typeof call = async (request) => {
      const answer = await call(request)
      return { ...answer, data: request.data.parse({ responses: {} }) }
    }
    const source = createVendorSource({ ...connected.options, call: forgetful })
    await expect(source.lookup(['VEND1'], noInputs)).rejects.toMatchObject({ retryable: true })
  })
})
