import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { SourceError } from '../../../functions/src/lib/errors.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import type { SourceNotice } from '../../../functions/src/model/source.ts'
import { pageSchema, sortedList, type AskPage, type Listing } from '../../../functions/src/sources/tiktokShop/search.ts'
import { VendorError } from '../../../functions/src/sources/vendor/calls.ts'
import type { SortedList } from '../../../functions/src/sources/vendor/list.ts'
import type { Place } from '../../../functions/src/sources/vendor/sorter.ts'
import { walkInOrder, type Batch, type Walk } from '../../../functions/src/sources/vendor/walk.ts'
import { Refusal } from '../../../tools/fakes/tiktokShop/answers.ts'
import { listKinds, searchPage, type TokenKind } from '../../../tools/fakes/tiktokShop/lists.ts'
import { Records } from '../../../tools/fakes/tiktokShop/records.ts'

const listing: Listing = {
  path: '/order/202309/orders/search',
  rows: 'orders',
  idField: 'id',
  largestPage: 100,
  upperEnd: { suffix: 'lt', below: 0 },
  sorts: true,
}
const end = 1_000

const walkable = (ask: AskPage): SortedList => sortedList(ask, listing, 'update_time')

/** An event when a page is asked for. */
type Event = 'dead' | 'same token' | 'new token' | 'move' | 'move, shown late' | 'move within' | null

class List {
  readonly records = new Records()
  readonly moved = new Set<string>()
  calls = 0
  events: Event[] = []
  /** The number of rows after which the list ends too early. */
  cutBehind: number | null = null
  readonly #tokens: TokenKind
  #now = end + 10

  constructor(times: readonly number[], tokens: TokenKind) {
    this.#tokens = tokens
    // Ids in no order of time.
    this.records.putAll(times.map((time, n) => recordOf(`r${(n * 7_919) % 10_007}`, time)))
  }

  /** The next order is updated now: behind the range, or, by a clock that is behind, within it. */
  move(isIndexed: boolean, time = (this.#now += 1)): void {
    const ids = [...this.records.ids()]
    const id = ids[(this.#now * 31) % ids.length]
    const record = id === undefined ? undefined : this.records.get(id)
    if (record === undefined) return
    this.moved.add(record.id)
    this.records.put(recordOf(record.id, Math.max(time, record.update_time)), { isIndexed })
  }

  readonly ask: AskPage = async ({ field, range: { ge, lt }, token, size }) => {
    this.calls += 1
    const event = this.events.shift() ?? null
    if (event === 'move' || event === 'move, shown late') for (let n = 0; n < 3; n++) this.move(event === 'move')
    if (event === 'move within') this.move(false, end - 1)
    if (event === 'dead' && token !== null) throw refusal()
    const query = new URLSearchParams({ page_size: String(size), sort_field: field, sort_order: 'ASC' })
    if (token !== null) query.set('page_token', token)
    const body = { ...(ge > 0 && { [`${field}_ge`]: ge }), [`${field}_lt`]: lt }
    const endless = event === 'same token' ? false : event === 'new token' ? true : null
    const options = { tokens: this.#tokens, nowMs: this.#now * 1000, endless }
    const data = answered(() => searchPage(this.records, listKinds.orders, query, body, options))
    const page = pageSchema(listing).parse(data)
    const isCut = this.cutBehind !== null && this.calls > this.cutBehind
    return {
      ...page,
      nextToken: isCut ? '' : page.nextToken,
      isFull: page.rows.length >= size,
      askedAt: instantFromMs(this.#now * 1000),
      calls: 1,
      bytes: 1,
    }
  }
}

function recordOf(id: string, update_time: number) {
  return { id, create_time: 1, update_time, status: 'COMPLETED' }
}

function answered(search: () => object): object {
  try {
    return search()
  } catch (error) {
    throw error instanceof Refusal ? refusal() : error
  }
}

function refusal(): VendorError {
  return new VendorError('page_token is invalid.', { code: 36009004, isRefusal: true })
}

interface Walked {
  readonly batches: Batch[]
  readonly given: readonly string[]
  readonly notices: readonly SourceNotice[]
}

async function walked(list: List, size: number, after: Place | null = null): Promise<Walked> {
  const batches: Batch[] = []
  const walk = { range: { ge: 0, lt: end }, after, size }
  for await (const batch of walkInOrder(walkable(list.ask), walk)) batches.push(batch)
  const given = batches.flatMap(({ ordered, others }) => [...ordered, ...others].map(({ id }) => id))
  return { batches, given, notices: batches.flatMap(({ notices }) => notices) }
}

const spread = (count: number): number[] => Array.from({ length: count }, (_, n) => 1 + Math.floor(n / 2))
const tokenKinds: readonly TokenKind[] = ['places', 'offsets']

describe.each(tokenKinds)('a list with tokens that count %s', (tokens) => {
  it('is read in as few calls as it has pages', async () => {
    const list = new List(spread(100), tokens)
    const { given, notices } = await walked(list, 10)
    expect(given).toHaveLength(100)
    expect(list.calls).toBe(10)
    expect(notices).toEqual([])
  })

  it.each(['dead', 'same token', 'new token'] as const)(
    'is read on by time behind a token that is bad: %s',
    async (event) => {
      const list = new List(spread(100), tokens)
      list.events = [null, null, null, event]
      const { given, notices } = await walked(list, 10)
      expect(new Set(given).size).toBe(100)
      expect(given).toHaveLength(100)
      expect(notices.map(({ kind }) => kind)).toEqual(['page-token'])
      // A page of its own for each, and the second at its beginning again.
      expect(list.calls).toBeLessThan(16)
    },
  )

  it.each(['dead', 'same token', 'new token'] as const)(
    'is read to its end though every token is bad: %s',
    async (event) => {
      const list = new List(spread(100), tokens)
      list.events = Array.from({ length: 1_000 }, () => event)
      const { given } = await walked(list, 10)
      expect(new Set(given).size).toBe(100)
      expect(list.calls).toBeLessThan(30)
    },
  )

  it.each(['dead', 'same token', 'new token'] as const)(
    'is given up where only a token would lead on: %s',
    async (event) => {
      const list = new List(
        Array.from({ length: 50 }, () => 7),
        tokens,
      )
      list.events = Array.from({ length: 1_000 }, () => event)
      await expect(walked(list, 10)).rejects.toThrow(SourceError)
      await expect(walked(list, 10)).rejects.toMatchObject({ retryable: true, wasRetried: true })
      expect(list.calls).toBeLessThan(40)
    },
  )

  it('is read again from the second that was reached where it ends before its own count', async () => {
    const list = new List(spread(100), tokens)
    list.cutBehind = 3
    const { given, notices } = await walked(list, 10)
    // Each search gives a page then, and the last of them no more than that.
    expect(new Set(given).size).toBe(100)
    expect(notices).toEqual([])
  })

  it('says so where it stays shorter than its count', async () => {
    const list = new List(spread(20), tokens)
    const ask = list.ask
    const short: AskPage = async (request) => {
      const page = await ask(request)
      return { ...page, total: (page.total ?? 0) + 5 }
    }
    const batches: Batch[] = []
    const walk = { range: { ge: 0, lt: end }, after: null, size: 10 }
    for await (const batch of walkInOrder(walkable(short), walk)) batches.push(batch)
    expect(batches.flatMap(({ notices }) => notices)).toMatchObject([{ kind: 'short-list' }])
  })

  it('loses nothing, wherever a run dies, whatever moves and whatever tokens do', async () => {
    const event = fc.constantFrom<Event>(
      null,
      null,
      null,
      'move',
      'move',
      'move, shown late',
      'dead',
      'same token',
      'new token',
    )
    const times = fc.array(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: end - 1 })), {
      minLength: 1,
      maxLength: 60,
    })
    await fc.assert(
      fc.asyncProperty(
        times,
        fc.integer({ min: 1, max: 9 }),
        fc.array(event, { maxLength: 25 }),
        fc.boolean(),
        async (all, size, events, isBehind) => {
          const list = new List(all, tokens)
          // One alone: of several at the end of a page, nobody can tell that they have moved.
          list.events = [isBehind ? 'move within' : null, ...events]
          const seen = new Set<string>()
          let place: Place | null = null
          const checkPlace = (): void => {
            if (place === null) return
            const { at, id } = place
            for (const one of list.records.ids()) {
              const time = list.records.get(one)?.update_time ?? 0
              const isBefore = time < at || (time === at && one <= id)
              if (isBefore && !list.moved.has(one)) expect(seen).toContain(one)
            }
          }
          /** Reads on; false where the run died behind its first places, or the list gave it up. */
          const run = async (mayDie: boolean): Promise<boolean> => {
            const walk: Walk = { range: { ge: 0, lt: end }, after: place, size }
            for await (const { ordered, others } of walkInOrder(walkable(list.ask), walk)) {
              for (const { id } of [...ordered, ...others]) seen.add(id)
              const last = ordered.at(-1)
              if (last?.at == null) continue
              expect(last.at).toBeLessThan(end)
              place = { at: last.at, id: last.id }
              checkPlace()
              if (mayDie) return false
            }
            return true
          }
          for (let deaths = 0; ; deaths++) {
            const isOver = await run(deaths < 5).catch((error: unknown) => {
              if (error instanceof SourceError) return false
              throw error
            })
            if (isOver) break
          }
          for (const id of list.records.ids()) if (!list.moved.has(id)) expect(seen).toContain(id)
        },
      ),
      { numRuns: 400 },
    )
  })
})

describe('a list whose tokens count rows', () => {
  it('loses none of them where rows leave it between two pages', async () => {
    const list = new List(spread(100), 'offsets')
    list.events = [null, 'move', null, 'move', 'move']
    const { given, notices } = await walked(list, 10)
    for (const id of list.records.ids()) if (!list.moved.has(id)) expect(given).toContain(id)
    expect(list.moved.size).toBe(9)
    // That rows are updated is no fault of anybody's.
    expect(notices).toEqual([])
  })
})
