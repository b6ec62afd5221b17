import * as fc from 'fast-check'
import { afterAll, expect } from 'vitest'

import type { ListOrdersRequest } from '../../functions/src/contract/api.ts'
import { sourceNames, type SourceName } from '../../functions/src/contract/order.ts'
import { listOrders } from '../../functions/src/engine/orders/listOrders.ts'
import { playHistories } from '../harness/histories.ts'
import { MemoryStore } from './memoryReader.ts'
import { expectPage, naiveListing } from './naive.ts'
import { anyRequest, currencies, idLetters, start, statuses, text, time, total } from './randomRequests.ts'
import { idsOf, type OrderRow as Row, row, tombstone } from './rows.ts'

/* Pages are compared with a naive reading of the contract while orders come, change and go between them. */

const fields = fc.record({
  createdAt: time,
  updatedAt: time,
  total,
  orderNumber: text,
  customerName: fc.option(text),
  customerEmail: fc.option(text),
  skus: fc.array(text, { maxLength: 3 }).map((skus) => skus.join('\n')),
  status: fc.constantFrom(...statuses),
  currency: fc.constantFrom(...currencies),
})
const sources = fc.shuffledSubarray([...sourceNames], { minLength: 1 })
/** A row for whichever sources the store has. */
const newRow = fc
  .tuple(fc.nat(2), fc.constantFrom(...idLetters), fc.nat(30), fields)
  .map(([at, letter, number, values]) => (of: readonly SourceName[]): Row => {
    const source = of[at % of.length] ?? 'firestore'
    return row({ id: `${source}:${letter}${number}`, sourceId: `${letter}${number}`, source, ...values })
  })

/** What happens between two pages. */
const turn = fc.record({
  arriving: fc.array(newRow, { maxLength: 4 }),
  /** Rows that change, and those that go, by their indexes. */
  changing: fc.array(fc.tuple(fc.nat(40), fields), { maxLength: 3 }),
  leaving: fc.array(fc.nat(40), { maxLength: 3 }),
  knows: fc.constantFrom('every tombstone' as const, 'tombstones by key' as const),
  /** Which share of what is pending is folded into segments of how many rows, and whether old tombstones go. */
  folding: fc.option(
    fc.record({ segmentRows: fc.integer({ min: 1, max: 7 }), share: fc.constantFrom(1, 2, 3), expires: fc.boolean() }),
  ),
  newest: fc.oneof(fc.nat(12), fc.constant(Infinity)),
  /** Whether the reader's head outlives this, and whether the next page is asked of another instance. */
  isHeadKept: fc.boolean(),
  isInstanceNew: fc.constantFrom(false, false, false, true),
})
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never

const scenario = fc.record({
  sources,
  initial: fc.array(newRow, { maxLength: 45, size: 'max' }),
  before: fc.array(turn, { maxLength: 2 }),
  between: fc.array(turn, { maxLength: 6, size: 'max' }),
  memoryBytes: fc.constantFrom(0, 12_000, 1e9),
  request: anyRequest(),
})
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never

const headTtlMs = 1_000

/** A store and what it has to show, told apart from what it does show. */
class History {
  readonly store: MemoryStore
  readonly rows = new Map<string, Row>()
  /** Ids of what came, changed or went. */
  readonly touched = new Set<string>()
  readonly #sources: readonly SourceName[]

  constructor(given: readonly SourceName[]) {
    this.#sources = given
    this.store = new MemoryStore(given)
  }

  take({ arriving, changing, leaving, knows, folding, newest }: Turn): void {
    const present = [...this.rows.values()]
    const at = (index: number): Row[] => present.slice(index, index + 1)
    const arrived = arriving.map((make) => make(this.#sources)).filter(({ id }) => !this.rows.has(id))
    const changed = changing.flatMap(([index, values]) => at(index).map((given) => ({ ...given, ...values })))
    const gone = leaving.flatMap(at).map((given) => tombstone(given, '2', start))
    const next = new Map([...arrived, ...changed, ...gone].map((given) => [given.id, given]))
    for (const given of next.values()) {
      if (given.deletedAt !== null) this.rows.delete(given.id)
      else this.rows.set(given.id, given)
      this.touched.add(given.id)
    }
    this.store.write([...next.values()], knows)
    if (folding !== null) {
      for (const cache of this.store.caches) cache.nowMs = folding.expires ? start + 90 * 86_400_000 : 0
      this.store.fold(folding.segmentRows, (id) => id.length % folding.share === 0)
    }
    this.store.keepNewest(newest)
    this.store.publish()
  }
}

/** What the comparison came across; it is worth as much as it compares. */
const seen = {
  pages: 0,
  narrowed: 0,
  touched: 0,
  folds: 0,
  splits: 0,
  segmentsRead: 0,
  hidden: 0,
  fromOldVersions: 0,
  sorts: new Set<string>(),
  pipelines: new Set<number>(),
}

/** Turns page after page, each compared with the naive reading of the version that the reader goes by. */
async function turnPages({ between, memoryBytes, request }: Scenario, history: History): Promise<void> {
  const { store } = history
  const { filter = {}, sort = { field: 'createdAt', direction: 'desc' } } = request
  const newReader = () => store.reader({ headTtlMs, memoryBytes })
  let reader = newReader()
  let shown = [...history.rows.values()]
  const listing = idsOf(naiveListing(shown, filter, sort))
  const found: string[] = []
  let last: Row | undefined
  let cursor: string | null = null
  for (const turned of [...between, ...Array.from({ length: 50 }, () => null)]) {
    const asked: ListOrdersRequest = { ...request, ...(cursor !== null && { cursor }) }
    const readBefore = store.database.read.length
    const [page, twin] = await Promise.all([
      listOrders(reader, asked, store.clock),
      listOrders(reader, asked, store.clock),
    ])
    expectPage(page, asked, shown, last)
    expect({ ...twin, meta: null }).toEqual({ ...page, meta: null })
    const reads = page.meta.firestoreReads + twin.meta.firestoreReads
    expect(store.database.read.length - readBefore).toBe(reads)
    seen.pages += 1
    seen.segmentsRead += page.meta.segmentsRead
    seen.hidden += store.caches.reduce((sum, { head }) => sum + hiddenRows(head.segments), 0)
    found.push(...idsOf(page.orders))
    last = shown.find(({ id }) => id === page.orders.at(-1)?.id)
    cursor = page.nextCursor
    if (cursor === null) break
    if (turned === null) continue
    history.take(turned)
    if (turned.isInstanceNew) reader = newReader()
    if (!turned.isHeadKept) store.clock.nowMs += headTtlMs
    if (turned.isHeadKept && !turned.isInstanceNew) seen.fromOldVersions += 1
    else shown = [...history.rows.values()]
  }
  expect(cursor, 'pages come to an end').toBeNull()
  const stayed = listing.filter((id) => !history.touched.has(id))
  expect(found.filter((id) => !history.touched.has(id))).toEqual(stayed)
}

function hiddenRows(segments: readonly { rows: number; shown: number }[]): number {
  return segments.reduce((sum, { rows, shown }) => sum + rows - shown, 0)
}

async function run(given: Scenario): Promise<void> {
  const { filter = {}, sort = { field: 'createdAt', direction: 'desc' } } = given.request
  const history = new History(given.sources)
  const nothing: Omit<Turn, 'arriving' | 'folding' | 'newest'> = {
    changing: [],
    leaving: [],
    knows: 'every tombstone',
    isHeadKept: false,
    isInstanceNew: true,
  }
  const folding = { segmentRows: 4, share: 1, expires: false } as const
  const arriving = [...new Map(given.initial.map((make) => [make(given.sources).id, make])).values()]
  history.take({ ...nothing, arriving, folding, newest: 0 })
  for (const turned of given.before) history.take(turned)
  history.touched.clear()
  const initial = [...history.rows.values()]
  await turnPages(given, history)
  const matching = naiveListing(initial, filter, sort).length
  if (matching > 0 && matching < initial.length) seen.narrowed += 1
  seen.touched += history.touched.size
  for (const { steps } of history.store.caches) {
    seen.folds += steps.length
    seen.splits += steps.filter(({ segmentsBefore, segmentsAfter }) => segmentsAfter > segmentsBefore).length
  }
  seen.sorts.add(`${sort.field} ${sort.direction}`)
  seen.pipelines.add(given.sources.length)
}

let ran = 0

playHistories(
  {
    kind: 'pages agree with a naive reading of the contract, and miss and repeat no row that stays as it is',
    all: 2_000,
    few: 400,
    history: scenario,
    timeoutMs: 240_000,
    shrinks: true,
  },
  async (given) => {
    await run(given)
    ran += 1
  },
)

afterAll(() => {
  // Far below the averages: a check of what is compared, and none of the average.
  expect(seen.pages).toBeGreaterThan(2 * ran)
  expect(seen.touched).toBeGreaterThan(ran)
  expect(seen.narrowed).toBeGreaterThan(0.05 * ran)
  expect(seen.folds).toBeGreaterThan(ran)
  expect(seen.splits).toBeGreaterThan(0.5 * ran)
  expect(seen.segmentsRead).toBeGreaterThan(3 * ran)
  expect(seen.hidden).toBeGreaterThan(2 * ran)
  expect(seen.fromOldVersions).toBeGreaterThan(0.1 * ran)
  expect(seen.sorts.size).toBe(12)
  expect(seen.pipelines).toEqual(new Set([1, 2, 3]))
})
