import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { readIndexFile, type FieldOverride, type IndexFile } from '../../../cli/indexes/file.ts'
import { mergedFile, missingOverrides } from '../../../cli/indexes/merge.ts'
import { needsOf, type Needs } from '../../../cli/indexes/needs.ts'
import { projectRoot } from '../../../cli/paths.ts'
import { readConfig } from '../../../functions/src/config.ts'
import { parseSettingsFile } from '../../../functions/src/settingsFile.ts'

function needsFor(settings: object): Needs {
  const file = parseSettingsFile(JSON.stringify(settings))
  return needsOf(readConfig({}, file), file)
}

const empty: IndexFile = { indexes: [], fieldOverrides: [] }
const columns = [{ name: 'title', path: 'title', kind: 'text' }]
const group = (order: string) => ({ order, queryScope: 'COLLECTION_GROUP' })
const single = (order: string) => ({ order, queryScope: 'COLLECTION' })
const automatic = [single('ASCENDING'), single('DESCENDING'), { arrayConfig: 'CONTAINS', queryScope: 'COLLECTION' }]

describe('the index file of the project', () => {
  const file = readIndexFile(join(projectRoot, 'firestore.indexes.json'))

  it('has all that orders in one collection need', () => {
    expect(missingOverrides(file, needsFor({}))).toEqual([])
    expect(
      missingOverrides(file, needsFor({ orders: { collection: 'sales', createdAt: null, changedAt: null } })),
    ).toEqual([])
  })

  it('keeps every entry and their order when others are added', () => {
    const missing = missingOverrides(file, needsFor({ orders: { collection: 'users/{uid}/orders' } }))
    const merged = mergedFile(file, missing)
    expect(merged.fieldOverrides.slice(0, file.fieldOverrides.length)).toEqual(file.fieldOverrides)
    expect(merged.indexes).toEqual(
      JSON.parse(readFileSync(join(projectRoot, 'firestore.indexes.json'), 'utf8')).indexes,
    )
  })
})

describe('a collection group', () => {
  it('needs its time fields in its own scope, and keeps the indexes that fields have by themselves', () => {
    const orders = { collection: 'users/{uid}/orders', createdAt: 'Placed At', changedAt: 'meta.`v1.changed`' }
    expect(missingOverrides(empty, needsFor({ orders }))).toEqual([
      { collectionGroup: 'orders', fieldPath: '`Placed At`', indexes: [...automatic, group('ASCENDING')] },
      {
        collectionGroup: 'orders',
        fieldPath: 'meta.`v1.changed`',
        indexes: [...automatic, group('ASCENDING'), group('DESCENDING')],
      },
    ])
  })

  it('needs each field once where it says both times, and none where no field does', () => {
    const orders = { collection: 'users/{uid}/orders', createdAt: 'date', changedAt: 'date' }
    const indexes = [...automatic, group('ASCENDING'), group('DESCENDING')]
    expect(missingOverrides(empty, needsFor({ orders }))).toEqual([
      { collectionGroup: 'orders', fieldPath: 'date', indexes },
    ])
    expect(missingOverrides(empty, needsFor({ orders: { ...orders, createdAt: null, changedAt: null } }))).toEqual([])
  })

  it('adds to what a shop says of the field, or of all fields of the collection', () => {
    const orders = { collection: 'users/{uid}/orders', createdAt: null, changedAt: 'date' }
    const own = { collectionGroup: 'orders', fieldPath: 'date', ttl: false, indexes: [group('ASCENDING')] }
    const exempt = { collectionGroup: 'orders', fieldPath: '*', indexes: [] }
    expect(missingOverrides({ ...empty, fieldOverrides: [own] }, needsFor({ orders }))).toEqual([
      { ...own, indexes: [group('ASCENDING'), group('DESCENDING')] },
    ])
    expect(missingOverrides({ ...empty, fieldOverrides: [exempt] }, needsFor({ orders }))).toEqual([
      { collectionGroup: 'orders', fieldPath: 'date', indexes: [group('ASCENDING'), group('DESCENDING')] },
    ])
  })
})

it('restores to one collection the indexes that a shop took away', () => {
  const exempt = { collectionGroup: 'sales', fieldPath: '*', indexes: [] }
  const orders = { collection: 'sales', createdAt: 'date', changedAt: 'date' }
  expect(missingOverrides({ ...empty, fieldOverrides: [exempt] }, needsFor({ orders }))).toEqual([
    { collectionGroup: 'sales', fieldPath: 'date', indexes: [single('ASCENDING'), single('DESCENDING')] },
  ])
})

describe('the cache of a stream of one’s own', () => {
  const streams = { products: { collection: 'products', columns } }

  it('is exempt, but for the times by which people list it', () => {
    const missing = missingOverrides(empty, needsFor({ streams }))
    expect(
      missing.map(({ collectionGroup, fieldPath, indexes }) => [collectionGroup, fieldPath, indexes.length]),
    ).toEqual([
      ['products_cache', '*', 0],
      ['products_cache', 'createdAt', 2],
      ['products_cache', 'updatedAt', 2],
      ['products_cache_segments', '*', 0],
      ['products_cache_head', '*', 0],
    ])
  })

  it('stays as a shop has it', () => {
    const own = { collectionGroup: 'products_cache', fieldPath: '*', indexes: [single('ASCENDING')] }
    const file = { ...empty, fieldOverrides: [own] }
    const merged = mergedFile(file, missingOverrides(file, needsFor({ streams })))
    expect(merged.fieldOverrides[0]).toEqual(own)
  })
})

it('misses nothing once it is merged, and loses nothing, whatever a shop had', () => {
  const index = fc.record({
    order: fc.constantFrom('ASCENDING', 'DESCENDING'),
    queryScope: fc.constantFrom('COLLECTION', 'COLLECTION_GROUP'),
  })
  const override: fc.Arbitrary<FieldOverride> = fc.record({
    collectionGroup: fc.constantFrom('orders', 'products', 'products_cache', 'other'),
    fieldPath: fc.constantFrom('*', 'date', 'changed', 'createdAt'),
    indexes: fc.uniqueArray(index, { maxLength: 4, selector: ({ order, queryScope }) => order + queryScope }),
  })
  const overrides = fc.uniqueArray(override, {
    maxLength: 8,
    selector: ({ collectionGroup, fieldPath }) => `${collectionGroup} ${fieldPath}`,
  })
  const needs = needsFor({
    orders: { collection: 'users/{uid}/orders', createdAt: 'date', changedAt: 'changed' },
    streams: {
      products: { collection: 'products', createdAt: 'date', columns },
      // Of the same group as the orders.
      returns: { collection: 'shops/{shop}/orders', createdAt: 'changed', columns },
    },
  })
  fc.assert(
    fc.property(overrides, (fieldOverrides) => {
      const file = { ...empty, fieldOverrides }
      const merged = mergedFile(file, missingOverrides(file, needs))
      expect(missingOverrides(merged, needs)).toEqual([])
      for (const [i, { indexes, ...place }] of fieldOverrides.entries()) {
        expect(merged.fieldOverrides[i]).toMatchObject(place)
        expect(merged.fieldOverrides[i]?.indexes.slice(0, indexes.length)).toEqual(indexes)
      }
    }),
  )
})
