import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Lookup, Source, SourcePage, SourceRecord } from '../../../functions/src/model/source.ts'
import { createCatalogSource } from '../../../functions/src/sources/square/catalog.ts'
import { categoryKind, itemKind, variationKind } from '../../../functions/src/sources/square/catalogKinds.ts'
import { createCustomerSource } from '../../../functions/src/sources/square/customers.ts'
import { createInventorySource } from '../../../functions/src/sources/square/inventory.ts'
import { createLocationSource } from '../../../functions/src/sources/square/locations.ts'
import { createOrderSource } from '../../../functions/src/sources/square/orders.ts'
import { createPaymentSource } from '../../../functions/src/sources/square/payments.ts'
import { createRefundSource } from '../../../functions/src/sources/square/refunds.ts'
import { createTeamMemberSource } from '../../../functions/src/sources/square/teamMembers.ts'
import { createVendorSource } from '../../../functions/src/sources/square/vendors.ts'
import { catalogCategoryStream } from '../../../functions/src/streams/catalogCategories/stream.ts'
import { catalogItemStream } from '../../../functions/src/streams/catalogItems/stream.ts'
import { catalogVariationStream } from '../../../functions/src/streams/catalogVariations/stream.ts'
import { customerStream } from '../../../functions/src/streams/customers/stream.ts'
import { inventoryCountStream } from '../../../functions/src/streams/inventoryCounts/stream.ts'
import { locationStream } from '../../../functions/src/streams/locations/stream.ts'
import { partedOrderStream } from '../../../functions/src/streams/orderParts/stream.ts'
import { paymentStream } from '../../../functions/src/streams/payments/stream.ts'
import { refundStream } from '../../../functions/src/streams/refunds/stream.ts'
import { teamMemberStream } from '../../../functions/src/streams/teamMembers/stream.ts'
import { vendorStream } from '../../../functions/src/streams/vendors/stream.ts'
import type { FakeSquare } from '../../../tools/fakes/square/fakeSquare.ts'
import type { Members, Records } from '../../../tools/fakes/square/records.ts'
import { rulesOf, type MakeSubject, type SubjectSource } from '../conformance.ts'
import { TestClock } from '../vendor/testClock.ts'
import { connect, startFake, type Connected } from './connected.ts'

/* Every rule of a source, over HTTP, against the fake: by cursors that go on behind a record, and by such that count records. */

const clock = new TestClock()
const fakes: FakeSquare[] = []
beforeAll(async () => {
  for (const cursors of ['places', 'offsets'] as const) fakes.push(await startFake(clock, { cursors }))
})
afterAll(async () => {
  for (const fake of fakes) await fake.stop()
})

type Timed = 'orders' | 'payments' | 'refunds'
const money = { amount: 3597, currency: 'USD' }
const restOf: Readonly<Record<Timed, (state: string) => Members>> = {
  orders: (state) => ({ total_money: money, reference_id: state }),
  payments: (state) => ({ amount_money: money, total_money: money, source_type: 'CARD', note: state }),
  refunds: (state) => ({ amount_money: money, reason: state }),
}
const sourceOf: Readonly<Record<Timed, (connected: Connected) => Pick<SubjectSource, 'source' | 'stream'>>> = {
  orders: ({ options }) => ({
    source: createOrderSource({ ...options, statusMap: {}, refunds: 'square.1.refunds' }),
    stream: partedOrderStream,
  }),
  payments: ({ options }) => ({ source: createPaymentSource(options), stream: paymentStream }),
  refunds: ({ options }) => ({ source: createRefundSource(options), stream: refundStream }),
}
const locations = ['L1', 'L2', 'L3']

function timedSubject(kind: Timed, fakeAt: number): MakeSubject {
  return async () => {
    const connected = connect(fakeOf(fakeAt), clock, locations)
    const records: Records = connected.merchant[kind]
    return {
      ...sourceOf[kind](connected),
      put: async (id, updatedMs, state = 'first') => {
        const createdMs = records.get(id)?.createdMs ?? updatedMs
        // Neighbours are at different places.
        const locationId = locations[Number(id.slice(1)) % locations.length] ?? ''
        records.put({ id, locationId, state: 'COMPLETED', createdMs, updatedMs, rest: restOf[kind](state) })
      },
      remove: async (id) => records.remove(id),
    }
  }
}

function fakeOf(at: number): FakeSquare {
  const fake = fakes[at]
  if (fake === undefined) throw new Error('The fake runs.')
  return fake
}

describe.each([
  ['orders', 0],
  ['orders', 1],
  ['payments', 0],
  ['refunds', 1],
] as const)('%s (ordered) by cursors of kind %i', (kind, fakeAt) => {
  it.each(Object.entries(rulesOf.ordered))('%s', async (_name, rule) => {
    expect.hasAssertions()
    await rule(timedSubject(kind, fakeAt))
  })
})

type Listed = 'vendors' | 'customers' | 'teamMembers'
const listedSourceOf: Readonly<Record<Listed, (connected: Connected) => Pick<SubjectSource, 'source' | 'stream'>>> = {
  vendors: ({ options }) => ({ source: createVendorSource(options), stream: vendorStream }),
  customers: ({ options }) => ({ source: createCustomerSource(options), stream: customerStream }),
  teamMembers: ({ options }) => ({ source: createTeamMemberSource(options), stream: teamMemberStream }),
}

function listedSubject(kind: Listed, fakeAt: number): MakeSubject {
  return async () => {
    const connected = connect(fakeOf(fakeAt), clock)
    const { records } = connected.merchant[kind]
    return {
      ...listedSourceOf[kind](connected),
      put: async (id, updatedMs, state = 'first') => {
        const createdMs = records.get(id)?.createdMs ?? updatedMs
        const status = kind === 'customers' ? {} : { state: 'ACTIVE' }
        records.put({ id, ...status, createdMs, updatedMs, rest: { given_name: state, name: state } })
      },
      remove: async (id) => records.remove(id),
    }
  }
}

describe.each([
  ['customers', 'unordered', 0],
  ['customers', 'unordered', 1],
  ['vendors', 'rescan', 0],
  ['teamMembers', 'rescan', 1],
] as const)('%s (%s) by cursors of kind %i', (kind, strategy, fakeAt) => {
  it.each(Object.entries(rulesOf[strategy]))('%s', async (_name, rule) => {
    expect.hasAssertions()
    await rule(listedSubject(kind, fakeAt))
  })
})

const locationSubject: MakeSubject = async () => {
  const { merchant, options } = connect(fakeOf(0), clock, [])
  return {
    source: createLocationSource(options),
    stream: locationStream,
    put: async (id, _updatedMs, name = 'first') => merchant.putLocation(id, { name }),
    remove: async (id) => merchant.removeLocation(id),
  }
}

describe('locations (rescan)', () => {
  const { 'shows a later state under a larger version, read later, by whichever way': _version, ...rules } =
    rulesOf.rescan
  // A location says of no change when it was: all its states have one version, and what is read later counts.
  it.each(Object.entries(rules))('%s', async (_name, rule) => {
    expect.hasAssertions()
    await rule(locationSubject)
  })
})

const catalogKinds = {
  ITEM: ({ options }: Connected) => ({ source: createCatalogSource(options, itemKind), stream: catalogItemStream }),
  ITEM_VARIATION: ({ options }: Connected) => ({
    source: createCatalogSource(options, variationKind),
    stream: catalogVariationStream,
  }),
  CATEGORY: ({ options }: Connected) => ({
    source: createCatalogSource(options, categoryKind),
    stream: catalogCategoryStream,
  }),
} as const

function catalogSubject(type: keyof typeof catalogKinds, fakeAt: number): MakeSubject {
  return async () => {
    const connected = connect(fakeOf(fakeAt), clock)
    const { catalog } = connected.merchant
    catalog.put('TAX', 'another-type', { name: 'Of no interest' })
    return {
      ...catalogKinds[type](connected),
      put: async (id, updatedMs, name = 'first') =>
        catalog.putAll([{ id, type, updatedMs, isDeleted: false, data: { name, item_id: 'none' }, more: {} }]),
      remove: async (id) => catalog.remove(id),
    }
  }
}

describe.each([
  ['ITEM', 0],
  ['ITEM_VARIATION', 1],
  ['CATEGORY', 0],
] as const)('catalog objects of type %s (unordered) by cursors of kind %i', (type, fakeAt) => {
  it.each(Object.entries(rulesOf.unordered))('%s', async (_name, rule) => {
    expect.hasAssertions()
    await rule(catalogSubject(type, fakeAt))
  })
})

/** The rules name records by one word; a count is known by three. */
const restOfId = ':L1:IN_STOCK'
const shortened = <Record extends Pick<SourceRecord, 'sourceId'>>(record: Record): Record => ({
  ...record,
  sourceId: record.sourceId.slice(0, -restOfId.length),
})

async function* withShortIds<Page extends SourcePage>(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  for await (const page of pages) yield { ...page, records: page.records.map(shortened) }
}

function byShortIds(source: Source): Source {
  return {
    ...source,
    changes: (window, size) => withShortIds(source.changes(window, size)),
    enumerate: (part, cursor, size, inputs) => withShortIds(source.enumerate(part, cursor, size, inputs)),
    lookup: async (ids, inputs): Promise<Lookup> => {
      const { found, absent, ...rest } = await source.lookup(
        ids.map((id) => id + restOfId),
        inputs,
      )
      return { ...rest, found: found.map(shortened), absent: absent.map(shortened) }
    },
  }
}

const inventorySubject: MakeSubject = async () => {
  const { merchant, options } = connect(fakeOf(0), clock)
  const { counts } = merchant.inventory
  return {
    source: byShortIds(createInventorySource(options)),
    stream: inventoryCountStream,
    put: async (id, updatedMs, note = 'first') => {
      const calculated_at = new Date(updatedMs).toISOString()
      const rest = { catalog_object_id: id, location_id: 'L1', state: 'IN_STOCK', quantity: '2.5', calculated_at, note }
      counts.put({ id, locationId: 'L1', state: 'IN_STOCK', createdMs: updatedMs, updatedMs, rest })
    },
    remove: async (id) => counts.remove(id),
  }
}

describe('inventory counts (unordered)', () => {
  it.each(Object.entries(rulesOf.unordered))('%s', async (_name, rule) => {
    expect.hasAssertions()
    await rule(inventorySubject)
  })
})
