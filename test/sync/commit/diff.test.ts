import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { instantFromMs, type Instant } from '../../../functions/src/lib/instant.ts'
import {
  contentDifferenceOf,
  differenceOf,
  type Difference,
  type ReadState,
} from '../../../functions/src/sync/commit/diff.ts'
import { newestOfEach } from '../../../functions/src/sync/commit/prepare.ts'
import { rowOfSeed } from '../../cache/randomRows.ts'

const plain = rowOfSeed('firestore:a', 1, 1)
const live = (version: string, hash: string) => ({ ...plain, version, hash })
const tombstone = (version: string) => ({ ...plain, version, hash: '0'.repeat(16), deletedAt: 1 })
const read = (version: string, hash: string, readTime = '9') => ({ version, hash, readTime: readTime as Instant }) // compares as one

describe('a record against what the cache has', () => {
  it.each<[string, Difference, ReadState, typeof plain | null]>([
    ['nothing is cached', 'created', read('2', 'x'), null],
    ['the same state', 'unchanged', read('2', 'x'), live('2', 'x')],
    ['a newer state', 'updated', read('3', 'y'), live('2', 'x')],
    ['a newer state of the same content', 'updated', read('3', 'x'), live('2', 'x')],
    ['an older state', 'stale', read('1', 'y'), live('2', 'x')],
    ['an older state of the same content', 'unchanged', read('1', 'x'), live('2', 'x')],
    ['the same state mapped differently', 'updated', read('2', 'y'), live('2', 'x')],
    ['a re-creation after the deletion', 'created', read('3', 'x', '4'), tombstone('2')],
    ['an old state that was read after the proof', 'created', read('1', 'x', '3'), tombstone('2')],
    ['a page that was read before the proof', 'stale', read('1', 'x', '1'), tombstone('2')],
    ['a page of the very moment of the proof', 'stale', read('1', 'x', '2'), tombstone('2')],
  ])('%s: %s', (_what, difference, incoming, cached) => {
    expect(differenceOf(incoming, cached)).toBe(difference)
  })
})

describe('a record against what the cache has of another identity', () => {
  it.each<[string, Difference, ReadState, typeof plain | null]>([
    ['nothing is cached', 'created', read('2', 'x'), null],
    ['the same state', 'unchanged', read('2', 'x'), live('2', 'x')],
    ['other content of a later version', 'updated', read('3', 'y'), live('2', 'x')],
    ['other content of an earlier version', 'updated', read('1', 'y'), live('2', 'x')],
    ['the same content of an earlier version', 'updated', read('1', 'x'), live('2', 'x')],
    ['an old state that was read after a proof of absence', 'created', read('1', 'x', '3'), tombstone('2')],
    ['a page that was read before a proof of absence', 'stale', read('1', 'x', '1'), tombstone('2')],
  ])('%s: %s', (_what, difference, incoming, cached) => {
    expect(contentDifferenceOf(incoming, cached)).toBe(difference)
  })

  it('is what was read last, whatever the versions are, and nothing more to write when it comes again', () => {
    const state = fc.record({ version: fc.constantFrom('1', '2', '3'), hash: fc.constantFrom('x', 'y', 'z') })
    fc.assert(
      fc.property(state, fc.array(state, { minLength: 1 }), (cached, states) => {
        let row = live(cached.version, cached.hash)
        for (const { version, hash } of states) {
          const difference = contentDifferenceOf(read(version, hash), row)
          row = difference === 'unchanged' ? row : live(version, hash)
          expect(contentDifferenceOf(read(version, hash), row)).toBe('unchanged')
        }
        expect(row).toMatchObject(states.at(-1) ?? cached)
      }),
    )
  })
})

describe('states of a record', () => {
  type State = { version: string; hash: string; deletedAt: number | null }
  const step = (cached: State | null, incoming: State): State | null => {
    const difference = differenceOf(
      read(incoming.version, incoming.hash),
      cached === null ? null : { ...plain, ...cached },
    )
    return difference === 'created' || difference === 'updated' ? incoming : cached
  }
  const shuffled = (states: readonly State[]): fc.Arbitrary<State[]> =>
    fc.shuffledSubarray([...states, ...states], { minLength: states.length * 2 })
  const history = (contents: fc.Arbitrary<string[]>): fc.Arbitrary<{ states: State[]; arriving: State[] }> =>
    contents
      .map((hashes) => hashes.map((hash, i) => ({ version: String(i).padStart(4, '0'), hash, deletedAt: null })))
      .chain((states) => fc.record({ states: fc.constant(states), arriving: shuffled(states) }))

  it('end in the newest one, in whatever order and however often they arrive', () => {
    const distinct = fc.uniqueArray(fc.nat(999).map(String), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(history(distinct), ({ states, arriving }) => {
        expect(arriving.reduce<State | null>(step, null)).toEqual(states.at(-1))
      }),
    )
  })

  it('end in the newest one even where its content is that of an older one again', () => {
    const [first, between, newest] = ['x', 'y', 'x'].map((hash, i) => ({ version: String(i), hash, deletedAt: null }))
    const arriving = [first, newest, between].filter((state) => state !== undefined)
    expect(arriving.reduce<State | null>(step, null)?.hash).toBe('x')
  })

  it('change nothing when they arrive again', () => {
    fc.assert(
      fc.property(history(fc.array(fc.constantFrom('x', 'y', 'z'), { minLength: 1 })), ({ arriving }) => {
        const once = arriving.reduce<State | null>(step, null)
        expect(once === null ? null : step(once, once)).toBe(once)
      }),
    )
  })
})

it('of several states of a record in one page the newest is left, each record once', () => {
  const record = fc.record({
    sourceId: fc.constantFrom('a', 'b', 'c'),
    version: fc.constantFrom('1', '2', '3'),
    changedAt: fc.constant(null),
    readTime: fc.constant(instantFromMs(0)),
    raw: fc.nat(),
  })
  fc.assert(
    fc.property(fc.array(record, { maxLength: 12 }), (records) => {
      const left = newestOfEach(records)
      expect(new Set(left.map(({ sourceId }) => sourceId)).size).toBe(left.length)
      for (const { sourceId, version } of records) {
        expect(version <= (left.find((one) => one.sourceId === sourceId)?.version ?? '')).toBe(true)
      }
      // The checkpoint behind a page is taken from its last record.
      expect(left.at(-1)?.sourceId).toBe(left.length === 0 ? undefined : lastNewest(records))
      for (const one of left) expect(records).toContain(one)
    }),
  )
})

/** Whose newest state stands last in the page. */
function lastNewest(records: readonly { sourceId: string; version: string }[]): string | undefined {
  const isNewest = (one: { sourceId: string; version: string }): boolean =>
    records.every(({ sourceId, version }) => sourceId !== one.sourceId || version <= one.version)
  return records.findLast(isNewest)?.sourceId
}
