import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { RunReport } from '../../../functions/src/contract/sync.ts'
import type { Facts } from '../../../tools/fakes/square/expected/facts.ts'
import { merchantFacts } from '../../../tools/fakes/square/expected/merchant.ts'
import { ordersOf } from '../../../tools/fakes/square/expected/orders.ts'
import { tables } from '../../../tools/fakes/square/expected/tables.ts'
import { cachedFacts, expectFacts } from './merchant/cachedFacts.ts'
import { CopiedMerchant } from './merchant/copiedMerchant.ts'
import { openSampleShop } from './merchant/sampleShop.ts'

/* The first copy of a merchant, held against the fake's state by the tables that a shop kept of it before. */

let cached: Readonly<Record<string, Facts>>
let expected: Readonly<Record<string, Facts>>
let first: readonly RunReport[]
let again: readonly RunReport[]
let transactions: { cached: number; expected: number }

beforeAll(() =>
  CopiedMerchant.with(async (copied) => {
    const { merchant, shop } = copied
    openSampleShop(merchant)
    first = await copied.first()
    expected = merchantFacts(merchant)
    cached = await cachedFacts(shop.db, copied.all)
    // Once more, for reports that were written before their readers had their first run.
    await copied.sync()
    // What the shop sold last lies below the lookback by now: a window reads it no more.
    shop.pass(900_000)
    again = (await copied.sync()).runs
    expectFacts(await cachedFacts(shop.db, copied.all), expected)
    const orders = [...(cached.orders?.values() ?? [])] as { parts: { tenders: unknown[] } }[] // As the stream has it.
    transactions = {
      cached: orders.filter(({ parts }) => parts.tenders.length > 0).length,
      expected: ordersOf(merchant).filter(({ tenders = [] }) => tenders.length > 0).length,
    }
  }),
)
afterAll(() => {
  const lines = tables.map(([table, stream]) => `${table}: ${cached[stream]?.size ?? 0}`)
  process.stdout.write(`Rows by table: ${lines.join(', ')}\n`)
})

const sumOf = (facts: Facts | undefined, column: string): number =>
  [...(facts?.values() ?? [])].reduce((sum, members) => sum + Number(members[column] ?? 0), 0)

describe('the first copy of a merchant', () => {
  it('ends without a failure', () => {
    expect(first.map(({ status }) => status)).toEqual(first.map(() => 'succeeded'))
    expect(first.map(({ quarantined }) => quarantined)).toEqual(first.map(() => 0))
  })

  it.each(tables)('%s: %s has the same rows and the same sum', (_table, stream, column) => {
    expect(cached[stream]?.size, 'the sample has some').toBeGreaterThan(0)
    expect(cached[stream]?.size).toBe(expected[stream]?.size)
    if (column === null) return
    expect(sumOf(expected[stream], column)).not.toBe(0)
    expect(sumOf(cached[stream], column)).toBeCloseTo(sumOf(expected[stream], column), 5)
  })

  it('transactions: the orders that have tenders', () => {
    expect(transactions.expected).toBeGreaterThan(0)
    expect(transactions.cached).toBe(transactions.expected)
  })

  it('has every member as the vendor has it, by id', () => {
    expectFacts(cached, expected)
  })

  it('is followed by runs that write nothing but that they were there', () => {
    for (const { pipeline, created, updated, deleted, firestoreReads: reads, firestoreWrites: writes } of again) {
      // A head more for each list of parts (invariant 13); and a bound for each list that something is computed from.
      const isCheap = writes <= 3 + partsOf(pipeline) && reads <= 6 + (pipeline.endsWith('missingRecords') ? 12 : 2)
      expect({ pipeline, created, updated, deleted, isCheap }).toEqual({
        pipeline,
        created: 0,
        updated: 0,
        deleted: 0,
        isCheap: true,
      })
    }
  })
})

/** The number of lists of parts that a pipeline writes. */
function partsOf(pipeline: string): number {
  if (pipeline.endsWith('.orders')) return 5
  return pipeline.endsWith('.catalogVariations') ? 2 : 0
}
