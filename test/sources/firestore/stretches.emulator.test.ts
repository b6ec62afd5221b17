import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { FieldPath, Firestore } from '../../../functions/src/lib/firestore/firestore.ts'
import { readInStretches } from '../../../functions/src/sources/firestore/stretches.ts'

const db = new Firestore({ projectId: `demo-${randomUUID().slice(0, 12)}` })
const ref = db.collection('orders')
const ordered = ref.orderBy('timestamp').orderBy(FieldPath.documentId())
const ids = Array.from({ length: 24 }, (_, i) => `d${String(i).padStart(2, '0')}`)

beforeAll(async () => {
  const batch = db.batch()
  for (const [i, id] of ids.entries()) batch.set(ref.doc(id), { timestamp: Math.floor(i / 10) })
  await batch.commit()
})
afterAll(() => db.terminate())

async function read(size: number, stretch: number) {
  const [sizes, calls, reads, seen]: [number[], number[], number[], string[]] = [[], [], [], []]
  for await (const { documents, usage } of readInStretches('orders', ordered, size, stretch)) {
    sizes.push(documents.length)
    calls.push(usage.calls)
    reads.push(usage.reads)
    seen.push(...documents.map(({ id }) => id))
  }
  expect(seen).toEqual(ids)
  return { sizes, calls, reads }
}

describe('stretches', () => {
  it('end between chunks, and their end is proven once', async () => {
    expect(await read(5, 12)).toEqual({
      sizes: [5, 5, 5, 5, 4, 0],
      calls: [1, 0, 1, 0, 1, 1],
      reads: [5, 5, 5, 5, 4, 1],
    })
  })

  it('that end with the collection are followed by an empty one', async () => {
    expect(await read(4, 12)).toEqual({
      sizes: [4, 4, 4, 4, 4, 4, 0],
      calls: [1, 0, 0, 1, 0, 0, 2],
      reads: [4, 4, 4, 4, 4, 4, 2],
    })
  })

  it('hold a chunk at least', async () => {
    expect(await read(20, 12)).toEqual({ sizes: [20, 4, 0], calls: [1, 1, 1], reads: [20, 4, 1] })
  })

  it('are as long as the pace allows from the third on', async () => {
    expect(await read(5, 5)).toEqual({
      sizes: [5, 5, 5, 5, 4, 0],
      calls: [1, 1, 1, 0, 0, 1],
      reads: [5, 5, 5, 5, 4, 1],
    })
  })
})
