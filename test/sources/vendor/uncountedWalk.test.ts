import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { SourceError } from '../../../functions/src/lib/errors.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { VendorError } from '../../../functions/src/sources/vendor/calls.ts'
import type { RangeRequest, SearchPage, SortedList } from '../../../functions/src/sources/vendor/list.ts'
import type { Place } from '../../../functions/src/sources/vendor/sorter.ts'
import { walkInOrder } from '../../../functions/src/sources/vendor/walk.ts'

/* A list of which nobody counts the rows, and whose pages are searches of their own by time. */

interface Row {
  readonly id: string
  at: number
}

const end = 1_000

class List implements SortedList {
  readonly vendor = 'The vendor'
  readonly isByTime = true
  readonly requests: RangeRequest[] = []
  readonly rows: Row[]
  /** Pages end without a token however much there is behind them. */
  isCut = false
  /** The vendor does not care about the order that it is asked for. */
  isReversed = false
  areTokensDead = false
  /** Called with each request: what happens meanwhile. */
  meanwhile: () => void = () => {}

  constructor(times: readonly number[]) {
    this.rows = times.map((at, n) => ({ id: `r${(n * 7_919) % 10_007}`, at }))
  }

  readonly placeOf = (row: Readonly<Record<string, unknown>>) => ({ id: String(row.id), at: Number(row.at) })

  readonly ask = async (request: RangeRequest): Promise<SearchPage> => {
    this.requests.push(request)
    this.meanwhile()
    const { range, token, size } = request
    if (token !== null && this.areTokensDead)
      throw new VendorError('The cursor is dead.', { code: 'INVALID_CURSOR', isRefusal: true })
    const within = this.rows.filter(({ at }) => at >= range.ge && at < range.lt)
    const sorted = within.toSorted((a, b) => (this.isReversed ? b.at - a.at : a.at - b.at))
    const start = token === null ? 0 : Number(token)
    const rows = sorted.slice(start, start + size)
    const isLast = this.isCut || start + size >= sorted.length
    const askedAt = instantFromMs(this.requests.length)
    return {
      rows: rows.map((row) => ({ ...row })),
      nextToken: isLast ? '' : String(start + size),
      isFull: rows.length >= size,
      total: null,
      askedAt,
      calls: 1,
      bytes: 1,
    }
  }
}

async function walked(list: List, size: number, after: Place | null = null) {
  const given: string[] = []
  const ordered: Place[] = []
  const kinds: string[] = []
  const messages: string[] = []
  for await (const batch of walkInOrder(list, { range: { ge: 0, lt: end }, after, size })) {
    given.push(...[...batch.ordered, ...batch.others].map(({ id }) => id))
    ordered.push(...batch.ordered.flatMap(({ id, at }) => (at === null ? [] : { id, at })))
    kinds.push(...batch.notices.map(({ kind }) => kind))
    messages.push(...batch.notices.map(({ message }) => message))
  }
  return { given, ordered, kinds, messages }
}

const spread = (count: number): number[] => Array.from({ length: count }, (_, n) => 1 + n)

describe('a list that nobody counts', () => {
  it('is read by time, each row once, with a few rows of each page read again', async () => {
    const list = new List(spread(500))
    const { given, ordered, kinds } = await walked(list, 50)
    expect(given.toSorted()).toEqual(list.rows.map(({ id }) => id).toSorted())
    expect(ordered.map(({ at }) => at)).toEqual(spread(500))
    expect(kinds).toEqual([])
    expect(list.requests.length).toBeLessThanOrEqual(12)
    expect(list.requests.every(({ token }) => token === null)).toBe(true)
  })

  it('is read by tokens within one moment that has more rows than a page', async () => {
    const list = new List([...Array.from({ length: 70 }, () => 5), 6])
    const { given, kinds } = await walked(list, 20)
    expect(new Set(given).size).toBe(71)
    expect(kinds).toEqual([])
  })

  it('is searched behind a full page without a token, and nothing is said where nothing comes', async () => {
    const list = new List(spread(50))
    const { given, kinds } = await walked(list, 50)
    expect(given).toHaveLength(50)
    expect(kinds).toEqual([])
    expect(list.requests).toHaveLength(2)
  })

  it('is read to its end though its pages end without a token, and that is said', async () => {
    const list = new List(spread(120))
    list.isCut = true
    const { given, kinds } = await walked(list, 50)
    expect(new Set(given).size).toBe(120)
    expect(new Set(kinds)).toEqual(new Set(['page-token']))
  })

  it('says so where a moment has more rows than such a page', async () => {
    const list = new List([1, ...Array.from({ length: 80 }, () => 5)])
    list.isCut = true
    const { kinds, messages } = await walked(list, 50)
    expect(kinds.at(-1)).toBe('short-list')
    expect(messages.at(-1)).toContain('start a full resync')
  })

  it('is read to its end by tokens where it comes in another order, and that is said', async () => {
    const list = new List(spread(230))
    list.isReversed = true
    const { given, ordered, kinds } = await walked(list, 50)
    expect(given.toSorted()).toEqual(list.rows.map(({ id }) => id).toSorted())
    // Nobody may go on behind any of them.
    expect(ordered).toEqual([])
    expect(kinds).toEqual(['unsorted-list'])
  })

  it('is given up where only a token that is dead would lead on', async () => {
    const list = new List(Array.from({ length: 70 }, () => 5))
    list.areTokensDead = true
    await expect(walked(list, 20)).rejects.toThrow(SourceError)
  })

  it('loses nothing, wherever a run dies and whatever leaves the range meanwhile', async () => {
    // Rows of one moment fit a page: beyond that only tokens lead on, and nobody knows what they count.
    const times = fc
      .uniqueArray(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: end - 1 })), {
        minLength: 1,
        maxLength: 40,
      })
      .map((moments) => moments.flatMap((at, n) => (n % 3 === 0 ? [at, at] : [at])))
    await fc.assert(
      fc.asyncProperty(times, fc.integer({ min: 4, max: 9 }), fc.array(fc.nat(59)), async (all, size, moves) => {
        const list = new List(all)
        const moved = new Set<string>()
        const waiting = [...moves]
        list.meanwhile = () => {
          const row = list.rows[waiting.shift() ?? list.rows.length]
          if (row === undefined) return
          row.at = end + 1
          moved.add(row.id)
        }
        const seen = new Set<string>()
        let place: Place | null = null
        for (let deaths = 0, isOver = false; !isOver; deaths++) {
          isOver = true
          for await (const { ordered, others } of walkInOrder(list, {
            range: { ge: 0, lt: end },
            after: place,
            size,
          })) {
            for (const { id } of [...ordered, ...others]) seen.add(id)
            const last = ordered.at(-1)
            if (last?.at == null) continue
            place = { at: last.at, id: last.id }
            if (deaths >= 5) continue
            isOver = false
            break
          }
        }
        for (const { id } of list.rows) if (!moved.has(id)) expect(seen).toContain(id)
      }),
      { numRuns: 400 },
    )
  })
})
