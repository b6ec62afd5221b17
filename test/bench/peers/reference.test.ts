import { describe, expect, it } from 'vitest'

import { questionOf, type PageQuestion } from '../../../bench/peers/questions.ts'
import { Reference, referenceDigests } from '../../../bench/peers/reference.ts'
import { peerRowsOf } from '../../../bench/peers/rows.ts'
import { peerRow } from './rows.ts'

const page: PageQuestion = questionOf('firstPage', 0)
const [monday, tuesday] = [Date.UTC(2026, 9, 5), Date.UTC(2026, 9, 6)]
const rows = [
  peerRow({ id: 'a', createdAt: monday, total: 300, customerKey: 'zoe', searched: 'a\nzoe' }),
  peerRow({ id: 'b', createdAt: monday, total: 100, status: 'refunded', customerKey: 'ava', searched: 'b\nava' }),
  peerRow({ id: 'c', createdAt: tuesday, total: 200, currency: 'EUR', customerKey: 'ava', searched: 'c\nava' }),
]

const reference = new Reference(rows)

function listed(changed: Partial<PageQuestion>): { ids: string[]; total: number } {
  const answer = reference.answer({ ...page, ...changed })
  if (!('orders' in answer)) throw new Error('A page was asked for.')
  return { ids: answer.orders.map(({ id }) => id), total: answer.total }
}

describe('the reference', () => {
  it('lists the newest first, and of one moment the later id', () => {
    expect(listed({})).toEqual({ ids: ['c', 'b', 'a'], total: 3 })
  })

  it.each<[string, Partial<PageQuestion>, string[]]>([
    ['a status', { filter: { status: ['refunded'] } }, ['b']],
    ['a part of a text', { filter: { search: 'av' } }, ['c', 'b']],
    ['a time, itself included', { filter: { createdFrom: new Date(tuesday).toISOString() } }, ['c']],
    ['a total', { filter: { totalMin: 200 } }, ['c', 'a']],
  ])('filters by %s', (_name, changed, ids) => {
    expect(listed(changed)).toEqual({ ids, total: ids.length })
  })

  it('sorts in both directions, ties by id, and begins behind what is skipped', () => {
    expect(listed({ sort: { field: 'total', direction: 'asc' } }).ids).toEqual(['b', 'c', 'a'])
    expect(listed({ sort: { field: 'customer', direction: 'desc' } }).ids).toEqual(['a', 'c', 'b'])
    expect(listed({ sort: { field: 'customer', direction: 'asc' }, skip: 1, limit: 1 })).toEqual({
      ids: ['c'],
      total: 3,
    })
  })

  it('counts facets', () => {
    expect(reference.answer({ ...page, facets: true })).toMatchObject({
      facets: { status: { completed: 2, refunded: 1 }, source: { firestore: 3 }, currency: { USD: 2, EUR: 1 } },
    })
  })

  it('has revenue by day and currency, without what is refunded', () => {
    const answer = reference.answer({ of: 'revenue', createdFrom: new Date(monday).toISOString() })
    expect(answer).toEqual({
      buckets: [
        { bucket: '2026-10-05', currency: 'USD', count: 2, unmapped: 0, leftOut: 1, revenue: 300 },
        { bucket: '2026-10-06', currency: 'EUR', count: 1, unmapped: 0, leftOut: 0, revenue: 200 },
      ],
    })
  })

  it('answers the numbers of questions that are asked', () => {
    const { answers, everyRow } = referenceDigests(rows, 3)
    expect(Object.values(answers).map((digests) => digests.length)).toEqual(Array.from({ length: 8 }, () => 3))
    expect(everyRow.found).toBe(0)
  })
})

it('the rows ascend by time and id, and have their texts without case and accents', () => {
  const some = peerRowsOf(500)
  expect(some).toHaveLength(500)
  expect(some.map(({ createdAt }) => createdAt)).toEqual(some.map(({ createdAt }) => createdAt).sort((a, b) => a - b))
  const named = some.find(({ customerName }) => customerName?.includes('García'))
  expect(named?.customerKey).toContain('garcia')
  expect(named?.searched.split('\n')).toEqual(
    expect.arrayContaining([named?.customerKey, named?.orderNumber, named?.customerPhone?.replace(/\D/g, '')]),
  )
})
