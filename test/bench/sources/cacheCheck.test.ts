import { describe, expect, it } from 'vitest'

import { CacheCheck, type CacheFaults } from '../../../bench/sources/cacheCheck.ts'
import type { Row } from '../../../functions/src/model/row.ts'

const changed = 1_790_000_000

function rowOf(id: string, more: Partial<Row> = {}): Row {
  return { id: `tiktokShop:${id}`, createdAt: 1, version: '1', hash: 'a', deletedAt: null, status: 'shipped', ...more }
}

function documentOf(id: string, status = 'shipped', row = rowOf(id)) {
  return { row, record: { status, updatedAt: new Date(changed * 1000).toISOString() } }
}

function faultsOf({
  vendor = ['a', 'b'],
  rows = [rowOf('a'), rowOf('b')],
  documents = [documentOf('a'), documentOf('b')],
} = {}): CacheFaults {
  const check = new CacheCheck(new Map(vendor.map((id) => [id, `shipped ${changed}`])), rows)
  for (const document of documents) check.add(document)
  return check.end()
}

const right: CacheFaults = { orders: 2, missing: 0, surplus: 0, outdated: 0, doubled: 0, differing: 0 }

describe('a cache that is held against the vendor', () => {
  it('is right where both views have each order as it is there', () => {
    expect(faultsOf()).toEqual(right)
  })

  it('misses orders, or has some that the vendor has not', () => {
    expect(faultsOf({ vendor: ['a', 'b', 'c'] })).toEqual({ ...right, missing: 1 })
    expect(faultsOf({ vendor: ['a'] })).toEqual({ ...right, surplus: 1 })
    expect(faultsOf({ vendor: ['a', 'c'] })).toEqual({ ...right, missing: 1, surplus: 1 })
  })

  it('has orders in another state: another status, or as they were before', () => {
    const paid = documentOf('b', 'processing')
    const earlier = { ...documentOf('b'), record: { status: 'shipped', updatedAt: '2026-01-01T00:00:00.000Z' } }
    for (const document of [paid, earlier]) {
      expect(faultsOf({ documents: [documentOf('a'), document] })).toEqual({ ...right, outdated: 1 })
    }
  })

  it('lists orders twice', () => {
    expect(faultsOf({ rows: [rowOf('a'), rowOf('b'), rowOf('b')] })).toEqual({ ...right, doubled: 1 })
  })

  it('lists orders otherwise than their documents say, or has them in one view only', () => {
    expect(faultsOf({ rows: [rowOf('a'), rowOf('b', { status: 'pending' })] })).toEqual({ ...right, differing: 1 })
    expect(faultsOf({ rows: [rowOf('a')] })).toEqual({ ...right, differing: 1 })
    expect(faultsOf({ vendor: ['a'], documents: [documentOf('a')] })).toEqual({ ...right, orders: 1, differing: 1 })
  })
})
