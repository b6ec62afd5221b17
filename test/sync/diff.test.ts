import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { differenceOf, type Difference } from '../../functions/src/sync/diff.ts'
import { newestOfEach } from '../../functions/src/sync/prepare.ts'
import { rowOfSeed } from '../cache/randomRows.ts'

const plain = rowOfSeed('firestore:a', 1, 1)
const live = (version: string, hash: string) => ({ ...plain, version, hash })
const tombstone = (version: string) => ({ ...plain, version, hash: '0'.repeat(16), deleted: true })

describe('a record against what the cache has', () => {
  it.each<[string, Difference, { version: string; hash: string }, typeof plain | null]>([
    ['nothing is cached', 'created', live('2', 'x'), null],
    ['the same state', 'unchanged', live('2', 'x'), live('2', 'x')],
    ['a newer state', 'updated', live('3', 'y'), live('2', 'x')],
    ['a newer state of the same content', 'updated', live('3', 'x'), live('2', 'x')],
    ['an older state', 'stale', live('1', 'y'), live('2', 'x')],
    ['an older state of the same content', 'unchanged', live('1', 'x'), live('2', 'x')],
    ['the same state mapped differently', 'updated', live('2', 'y'), live('2', 'x')],
    ['a re-creation after the deletion', 'created', live('3', 'x'), tombstone('2')],
    ['a late write from before the deletion', 'stale', live('1', 'x'), tombstone('2')],
    ['a write at the very moment of the proof', 'stale', live('2', 'x'), tombstone('2')],
  ])('%s: %s', (_what, difference, incoming, cached) => {
    expect(differenceOf(incoming, cached)).toBe(difference)
  })
})

describe('states of a record', () => {
  type State = { version: string; hash: string; deleted: boolean }
  const step = (cached: State | null, incoming: State): State | null => {
    const difference = differenceOf(incoming, cached === null ? null : { ...plain, ...cached })
    return difference === 'created' || difference === 'updated' ? incoming : cached
  }
  const shuffled = (states: readonly State[]): fc.Arbitrary<State[]> =>
    fc.shuffledSubarray([...states, ...states], { minLength: states.length * 2 })
  const history = (contents: fc.Arbitrary<string[]>): fc.Arbitrary<{ states: State[]; arriving: State[] }> =>
    contents
      .map((hashes) => hashes.map((hash, i) => ({ version: String(i).padStart(4, '0'), hash, deleted: false })))
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
    const [first, between, newest] = ['x', 'y', 'x'].map((hash, i) => ({ version: String(i), hash, deleted: false }))
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
