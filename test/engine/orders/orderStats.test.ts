import { describe, expect, it } from 'vitest'

import type { OrderStatsBucket, StatsDimension } from '../../../functions/src/contract/api.ts'
import { TimeZone, utc } from '../../../functions/src/contract/timeZone.ts'
import { BucketTally, type TallyOptions } from '../../../functions/src/engine/orders/bucketTally.ts'
import { compileOrderFilter } from '../../../functions/src/engine/orders/orderQuery.ts'
import { matchesIn } from '../../../functions/src/engine/plan/matches.ts'
import { InvalidInputError } from '../../../functions/src/lib/errors.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { blockOf, type OrderRow as Row, row } from '../../query/rows.ts'

/** The buckets of rows that come in blocks of two, in UTC and with every order in the revenue unless told otherwise. */
function bucketsOf(rows: readonly Row[], by: StatsDimension, options: Partial<TallyOptions> = {}): OrderStatsBucket[] {
  const tally = new BucketTally({ by, zone: utc, includeCancelled: true, ...options })
  for (let i = 0; i < rows.length; i += 2) {
    const block = blockOf(rows.slice(i, i + 2))
    tally.add(block.columns, matchesIn({ block, hidden: null }, compileOrderFilter(orderStream, {})))
  }
  return tally.buckets()
}

const at = (iso: string): number => Date.parse(iso)
const rows = [
  row({ id: 'a', createdAt: at('2026-11-22T23:59:59.999Z'), currency: 'USD', total: 100, status: 'shipped' }),
  row({ id: 'b', createdAt: at('2026-11-23T00:00:00.000Z'), currency: 'USD', total: 20, status: 'cancelled' }),
  row({ id: 'c', createdAt: at('2026-12-01T00:00:00.000Z'), currency: 'EUR', total: 3, source: 'square' }),
  row({ id: 'd', createdAt: at('2026-11-23T12:00:00.000Z'), currency: 'EUR', total: -5 }),
  row({ id: 'e', createdAt: at('2026-11-23T13:00:00.000Z'), currency: 'USD', total: 400, status: 'refunded' }),
]

describe('one entry for each bucket and currency that has orders, by bucket and currency', () => {
  it('of days', () => {
    expect(bucketsOf(rows, 'day')).toEqual([
      { bucket: '2026-11-22', currency: 'USD', count: 1, unmapped: 0, leftOut: 0, revenue: 100 },
      { bucket: '2026-11-23', currency: 'EUR', count: 1, unmapped: 0, leftOut: 0, revenue: -5 },
      { bucket: '2026-11-23', currency: 'USD', count: 2, unmapped: 0, leftOut: 0, revenue: 420 },
      { bucket: '2026-12-01', currency: 'EUR', count: 1, unmapped: 0, leftOut: 0, revenue: 3 },
    ])
  })

  it('of weeks', () => {
    expect(bucketsOf(rows, 'week').map(({ bucket, currency }) => `${bucket} ${currency}`)).toEqual([
      '2026-11-16 USD',
      '2026-11-23 EUR',
      '2026-11-23 USD',
      '2026-11-30 EUR',
    ])
  })

  it('of months', () => {
    expect(bucketsOf(rows, 'month')).toEqual([
      { bucket: '2026-11', currency: 'EUR', count: 1, unmapped: 0, leftOut: 0, revenue: -5 },
      { bucket: '2026-11', currency: 'USD', count: 3, unmapped: 0, leftOut: 0, revenue: 520 },
      { bucket: '2026-12', currency: 'EUR', count: 1, unmapped: 0, leftOut: 0, revenue: 3 },
    ])
  })

  it('of statuses, cancelled and refunded orders too', () => {
    expect(bucketsOf(rows, 'status')).toEqual([
      { bucket: 'cancelled', currency: 'USD', count: 1, unmapped: 0, leftOut: 0, revenue: 20 },
      { bucket: 'pending', currency: 'EUR', count: 2, unmapped: 0, leftOut: 0, revenue: -2 },
      { bucket: 'refunded', currency: 'USD', count: 1, unmapped: 0, leftOut: 0, revenue: 400 },
      { bucket: 'shipped', currency: 'USD', count: 1, unmapped: 0, leftOut: 0, revenue: 100 },
    ])
  })

  it('of sources', () => {
    expect(bucketsOf(rows, 'source')).toEqual([
      { bucket: 'firestore', currency: 'EUR', count: 1, unmapped: 0, leftOut: 0, revenue: -5 },
      { bucket: 'firestore', currency: 'USD', count: 3, unmapped: 0, leftOut: 0, revenue: 520 },
      { bucket: 'square', currency: 'EUR', count: 1, unmapped: 0, leftOut: 0, revenue: 3 },
    ])
  })

  it('counts cancelled and refunded orders beside the revenue, not in it, unless they are to be included', () => {
    expect(bucketsOf(rows, 'month', { includeCancelled: false })).toEqual([
      { bucket: '2026-11', currency: 'EUR', count: 1, unmapped: 0, leftOut: 0, revenue: -5 },
      { bucket: '2026-11', currency: 'USD', count: 3, unmapped: 0, leftOut: 2, revenue: 100 },
      { bucket: '2026-12', currency: 'EUR', count: 1, unmapped: 0, leftOut: 0, revenue: 3 },
    ])
    expect(bucketsOf(rows, 'status', { includeCancelled: false })).toMatchObject([
      { bucket: 'cancelled', count: 1, leftOut: 1, revenue: 0 },
      { bucket: 'pending', leftOut: 0, revenue: -2 },
      { bucket: 'refunded', count: 1, leftOut: 1, revenue: 0 },
      { bucket: 'shipped', leftOut: 0, revenue: 100 },
    ])
  })

  it('of days and months of a zone', () => {
    const zone = new TimeZone('America/New_York')
    expect(bucketsOf(rows, 'day', { zone }).map(({ bucket, count }) => `${bucket} ${count}`)).toEqual([
      '2026-11-22 2',
      '2026-11-23 1',
      '2026-11-23 1',
      '2026-11-30 1',
    ])
    expect(bucketsOf(rows, 'month', { zone }).map(({ bucket }) => bucket)).toEqual(['2026-11', '2026-11'])
  })

  it('counts orders of unknown status beside the revenue, not in it', () => {
    const unknown = row({ id: 'f', currency: 'USD', total: 9_999, status: 'processing', statusUnknown: true })
    const known = row({ id: 'g', currency: 'USD', total: 7, status: 'processing' })
    expect(bucketsOf([unknown, known, { ...unknown, id: 'h' }], 'status')).toEqual([
      { bucket: 'processing', currency: 'USD', count: 3, unmapped: 2, leftOut: 0, revenue: 7 },
    ])
  })

  it('of nothing', () => {
    expect(bucketsOf([], 'day')).toEqual([])
  })
})

describe('a sum that a number does not hold', () => {
  const large = 2 ** 52 - 1
  const twice = [row({ id: 'a', total: large }), row({ id: 'b', total: large })]

  it('is refused, not rounded', () => {
    const beyond = [...twice, row({ id: 'c', total: 2 })]
    expect(() => bucketsOf(beyond, 'month')).toThrow(InvalidInputError)
    expect(() => bucketsOf(beyond, 'month')).toThrow(/^filter: .*2\^53 - 1.*narrow it$/)
  })

  it('up to there it is exact', () => {
    expect(bucketsOf([...twice, row({ id: 'c', total: 1 })], 'month')).toMatchObject([
      { revenue: Number.MAX_SAFE_INTEGER },
    ])
  })
})
