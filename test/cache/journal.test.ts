import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { encodeEntry, readBeforeImages, readSeenIds, type BeforeImage } from '../../functions/src/cache/journal.ts'
import { Firestore, GeoPoint, Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { sizeOf } from '../../functions/src/lib/firestore/firestoreValues.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { noise } from './randomRows.ts'
import { stored } from './stored.ts'

const documentBytes = 900_000
const none = { seen: [], quarantined: [] }
const client = new Firestore({ projectId: 'demo-journal' })

/** A database that holds one run's journal and nothing else: document ids as the run makes them, in their order. */
function journalOf(documents: Readonly<Record<string, Record<string, unknown>>>): Firestore {
  const docs = Object.entries(documents)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, data]) => Object.assign(stored(`sync_runs/r1/commits/${id}`, data), { id }))
  const commits = { get: async () => ({ docs, size: docs.length }), select: () => commits }
  const runs = { doc: () => ({ collection: () => commits }) }
  // What reading a journal asks of a database, and no more.
  return { collection: () => runs, doc: (path: string) => client.doc(path) } as unknown as Firestore
}

const padded = (n: number): string => String(n).padStart(8, '0')

/** The documents of some entries under one lease, by id. */
function written(entries: readonly Record<string, unknown>[][]): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    entries.flatMap((parts, entry) =>
      parts.map((part, i) => [`${padded(3)}-${padded(entry)}-${padded(i)}`, part] as const),
    ),
  )
}

describe('the before-images of a commit', () => {
  const image: fc.Arbitrary<BeforeImage> = fc.record({
    id: fc.string({ unit: 'grapheme', minLength: 1 }),
    document: fc.option(
      fc.record({
        total: fc.integer(),
        at: fc.nat(999_999_999).map((nanoseconds) => new Timestamp(7, nanoseconds)),
        payload: fc.record({ where: fc.constant(new GeoPoint(1, 2)), note: fc.string({ unit: 'binary' }) }),
        large: fc.nat(880_000).map((length) => Buffer.from(noise(length, length))),
      }),
    ),
  })

  it('come back as they were, whatever their size, from documents that all fit', async () => {
    let parts = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(image, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
        async (entries) => {
          const documents = entries.map((before) => encodeEntry(before, none))
          for (const document of documents.flat()) expect(sizeOf(document)).toBeLessThan(documentBytes)
          const meter = new Meter()
          expect(await readBeforeImages(journalOf(written(documents)), 'r1', meter)).toEqual(entries)
          expect(meter.reads).toBe(documents.flat().length)
          parts = Math.max(parts, ...documents.map(({ length }) => length))
        },
      ),
      { numRuns: 15 },
    )
    expect(parts).toBeGreaterThan(1)
    // Up to nine images of 900 KB each are encoded, packed and compared, fifteen times.
  }, 120_000)

  it('of the largest documents are cut into documents that fit', () => {
    const before = ['a', 'b'].map((id) => ({ id, document: { payload: Buffer.from(noise(id.length, documentBytes)) } }))
    const documents = encodeEntry(before, none)
    expect(documents.length).toBeGreaterThan(1)
    for (const document of documents) expect(sizeOf(document)).toBeLessThan(documentBytes)
  })

  it('are not read where a part is missing, of another entry, or of a later encoding', async () => {
    const before = ['a', 'b'].map((id) => ({
      id,
      document: { payload: Buffer.from(noise(1 + id.length, documentBytes)) },
    }))
    const parts = encodeEntry(before, none)
    const [first = {}, ...others] = parts
    expect(others.length).toBeGreaterThan(0)
    for (const wrong of [[first], others, [...parts, first], [{ ...first, encoding: 2 }, ...others]]) {
      await expect(readBeforeImages(journalOf(written([wrong])), 'r1', new Meter())).rejects.toThrow(
        /^sync_runs\/r1\/commits\/.* is incomplete or of another encoding than 1\. Start a full resync/,
      )
    }
  })
})

describe('the ids that a full run has seen', () => {
  it('are the union over its commits, those of large commits and of commits without an order included', async () => {
    const large = [{ id: 'a', document: { payload: noise(1, documentBytes) } }]
    const db = journalOf(
      written([
        encodeEntry(large, { seen: ['a', 'b'], quarantined: ['b'] }),
        encodeEntry([], { seen: ['b', 'ü'], quarantined: [] }),
        encodeEntry([], none),
      ]),
    )
    expect(await readSeenIds(db, 'r1', new Meter())).toEqual({
      seen: new Set(['a', 'b', 'ü']),
      quarantined: new Set(['b']),
    })
  })

  it('fit beside before-images, as many as are kept between two commits', () => {
    const seen = Array.from({ length: 5_480 }, (_, i) => noise(i, i < 5_000 ? 60 : 200))
    const before = [{ id: 'a', document: { payload: Buffer.from(noise(1, documentBytes)) } }]
    for (const document of encodeEntry(before, { seen, quarantined: seen })) {
      expect(sizeOf(document)).toBeLessThan(documentBytes)
    }
  })

  it('are none where a run journaled nothing, at the price of one read', async () => {
    const meter = new Meter()
    expect(await readSeenIds(journalOf({}), 'r1', meter)).toEqual({ seen: new Set(), quarantined: new Set() })
    expect(meter.reads).toBe(1)
  })
})
