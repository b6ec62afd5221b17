import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { mergedWalks } from '../../../functions/src/sources/vendor/mergedWalks.ts'
import type { Batch, SearchedRow } from '../../../functions/src/sources/vendor/walk.ts'

const readTime = instantFromMs(0)
const row = (id: string, at: number): SearchedRow => ({ id, at, row: {}, readTime })

function batchOf(ordered: readonly SearchedRow[], others: readonly SearchedRow[] = []): Batch {
  return { ordered, others, readTime, calls: 1, bytes: 10, notices: [] }
}

async function* walkOf(batches: readonly Batch[]): AsyncGenerator<Batch> {
  for (const batch of batches) yield batch
}

const placeOf = ({ id, at }: SearchedRow): string => `${at} ${id}`

async function merged(walks: readonly AsyncIterable<Batch>[]) {
  const batches: Batch[] = []
  for await (const batch of mergedWalks(walks)) batches.push(batch)
  return {
    ordered: batches.flatMap((batch) => batch.ordered.map(placeOf)),
    others: batches.flatMap((batch) => batch.others.map(placeOf)),
    calls: batches.reduce((sum, { calls }) => sum + calls, 0),
  }
}

async function* broken(): AsyncGenerator<Batch> {
  yield batchOf([row('a', 1)])
  throw new Error('It broke.')
}

describe('walks', () => {
  it('come as one, by time and then by id', async () => {
    const walks = [
      walkOf([batchOf([row('a', 1), row('d', 4)]), batchOf([row('f', 9)])]),
      walkOf([batchOf([row('c', 1)]), batchOf([]), batchOf([row('b', 4), row('e', 8)])]),
      walkOf([batchOf([])]),
    ]
    expect(await merged(walks)).toEqual({
      ordered: ['1 a', '1 c', '4 b', '4 d', '8 e', '9 f'],
      others: [],
      calls: 6,
    })
  })

  it('give at once what stands in no order', async () => {
    const walks = [walkOf([batchOf([row('a', 5)], [row('moved', 9)])]), walkOf([batchOf([row('b', 1)])])]
    expect(await merged(walks)).toMatchObject({ ordered: ['1 b', '5 a'], others: ['9 moved'] })
  })

  it('are all that there is, in order, however they are cut', async () => {
    const cut = fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { maxLength: 6 }), async (all) => {
        let n = 0
        const walks = all.map((sizes) => {
          const times = sizes.flat().toSorted((a, b) => a - b)
          const rows = times.map((at) => row(String((n += 1)).padStart(4, '0'), at))
          return sizes.map((size) => batchOf(rows.splice(0, size.length)))
        })
        const expected = walks
          .flatMap((batches) => batches.flatMap(({ ordered }) => ordered))
          .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1))
          .map(({ id, at }) => `${at} ${id}`)
        const { ordered } = await merged(walks.map((batches) => walkOf(batches)))
        expect(ordered).toEqual(expected)
      }),
    )
  })

  it('end with the error of any of them, and leave none open', async () => {
    let closed = 0
    async function* counted(): AsyncGenerator<Batch> {
      try {
        for (let at = 1; ; at++) yield batchOf([row('b', at)])
      } finally {
        closed += 1
      }
    }
    await expect(merged([broken(), counted(), counted()])).rejects.toThrow('It broke.')
    expect(closed).toBe(2)
  })
})
