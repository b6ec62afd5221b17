import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { recountUnmapped, totalOf, unmappedOf } from '../../functions/src/cache/unmapped.ts'
import type { Row } from '../../functions/src/model/row.ts'
import { noUnmapped, type UnmappedStatuses } from '../../functions/src/model/state.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { row } from '../query/rows.ts'

const unknown = (word: string, id = word): Row => row({ id, sourceStatus: word, statusUnknown: true })

/** Every word that is told apart has its exact count, and the rest their sum. */
function expectExact(counts: UnmappedStatuses, rows: readonly Row[]): void {
  const naive = rows.filter(({ statusUnknown }) => statusUnknown).map(({ sourceStatus }) => sourceStatus)
  expect(totalOf(counts)).toBe(naive.length)
  expect(counts.words.length).toBeLessThanOrEqual(50)
  for (const { word, count } of counts.words) expect(naive.filter((one) => one === word)).toHaveLength(count)
}

describe('counts of unknown statuses', () => {
  it('follow any history of changes exactly, over more words than are told apart', () => {
    const order = fc.nat({ max: 79 })
    const state = fc.option(
      fc.tuple(
        fc.nat({ max: 69 }).map((n) => `W${n}`),
        fc.boolean(),
      ),
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(order, state), { maxLength: 300 }),
        fc.integer({ min: 1, max: 40 }),
        (steps, size) => {
          const rows = new Map<number, Row>()
          let counts = noUnmapped
          for (let i = 0; i < steps.length; i += size) {
            // A commit has one change of each order.
            const changes = [...new Map(steps.slice(i, i + size))].map(([n, to]) => {
              const after = to === null ? null : row({ id: String(n), sourceStatus: to[0], statusUnknown: to[1] })
              const before = rows.get(n) ?? null
              if (after === null) rows.delete(n)
              else rows.set(n, after)
              return [before, after] as const
            })
            counts = recountUnmapped(orderStream, counts, changes)
            expectExact(counts, [...rows.values()])
          }
          expectExact(unmappedOf(orderStream, [...rows.values()]), [...rows.values()])
        },
      ),
    )
  })

  it('are the very same where nothing unknown changed', () => {
    const counts = unmappedOf(orderStream, [unknown('X')])
    expect(recountUnmapped(orderStream, counts, [[unknown('X'), unknown('X')]])).toBe(counts)
    expect(recountUnmapped(orderStream, counts, [[null, row({ id: 'a' })]])).toBe(counts)
  })

  it('take a word for the first 60 characters of it, none of them cut in two', () => {
    const word = `  ${'😀'.repeat(100)}`
    expect(unmappedOf(orderStream, [unknown(word)])).toEqual({
      words: [{ word: '😀'.repeat(60), count: 1 }],
      others: 0,
    })
  })

  it('put the most frequent first, and know a word that objects have by nature', () => {
    const rows = [unknown('constructor', 'a'), unknown('__proto__', 'b'), unknown('__proto__', 'c')]
    expect(unmappedOf(orderStream, rows).words).toEqual([
      { word: '__proto__', count: 2 },
      { word: 'constructor', count: 1 },
    ])
  })
})
