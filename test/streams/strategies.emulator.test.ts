import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { cacheOf } from '../../functions/src/cache/paths.ts'
import { SourceError } from '../../functions/src/lib/errors.ts'
import type { QuerySnapshot } from '../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs, shift, type Instant } from '../../functions/src/lib/instant.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { pipelineOf } from '../../functions/src/model/pipeline.ts'
import type { Strategy } from '../../functions/src/model/source.ts'
import { defineStream } from '../../functions/src/model/stream.ts'
import { listRecords } from '../../functions/src/engine/records/listRecords.ts'
import { CacheReader } from '../../functions/src/query/store/reader.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { pipelineStatus } from '../../functions/src/sync/status.ts'
import { syncPipeline } from '../../functions/src/sync/syncPipeline.ts'
import { dyingAt } from '../harness/crashes.ts'
import type { Faults } from '../harness/firestore.ts'
import { playHistories } from '../harness/histories.ts'
import { eager } from '../harness/reader.ts'
import { Shop } from '../harness/shop.ts'

/* Each way in which a source tells what has changed, on the reference source, through crashes. */

const noteSchema = z.object({ id: z.string(), at: z.int(), text: z.string() })
type Note = z.infer<typeof noteSchema>
const notes = defineStream<Note>({
  name: 'notes',
  schema: noteSchema,
  keyTime: ({ at }) => at,
  columns: [{ name: 'text', kind: 'text', label: 'Text', search: 'text', of: ({ text }) => text }],
})
const begin = Date.UTC(2026, 0, 1)

/** A source of notes and the pipeline that copies it. */
class Notebook {
  readonly shop = new Shop({ settings: { pageSize: 3, fullRunEveryMs: 168 * 3_600_000 } })
  readonly source: MemorySource<Note>
  readonly texts = new Map<string, string>()
  /** How often the source was asked for a page. */
  pages = 0

  constructor(strategy: Strategy, parts = 1) {
    this.shop.stopClock()
    this.source = new MemorySource<Note>({
      name: 'square',
      strategy,
      parts,
      now: () => this.now(),
      parse: ({ raw }) => ({ ok: true, record: noteSchema.parse(raw), payload: {} }),
    })
    const changes = this.source.changes.bind(this.source)
    this.source.changes = async function* (this: Notebook, window: Parameters<typeof changes>[0], size: number) {
      for await (const page of changes(window, size)) {
        this.pages += 1
        yield page
      }
    }.bind(this)
  }

  now(): Instant {
    return instantFromMs(this.shop.now().toMillis())
  }

  put(id: string, text: string): void {
    this.texts.set(id, text)
    this.source.put(id, { id: `square:${id}`, at: begin, text })
  }

  remove(id: string): void {
    this.texts.delete(id)
    this.source.remove(id)
  }

  context(faults?: Faults): SyncContext {
    return { ...this.shop.worker(faults).context, ...pipelineOf(this.source, notes) }
  }

  async sync(faults?: Faults): ReturnType<typeof syncPipeline> {
    const synced = await syncPipeline(this.context(faults))
    await this.drain(faults)
    return synced
  }

  async fullRun(): Promise<void> {
    await requestFullRun(this.context())
    await this.drain()
  }

  async drain(faults?: Faults): Promise<void> {
    for (; this.shop.tasks > 0; this.shop.tasks -= 1) await runFullTask(this.context(faults))
  }

  documents(): Promise<QuerySnapshot> {
    return this.shop.db.collection(cacheOf('square.notes').documents).get()
  }

  /** Holds documents and lists against the source. */
  async expectSame(): Promise<void> {
    const { docs } = await this.documents()
    expect(docs).toHaveLength(this.texts.size)
    const cached = docs.map(
      (document) => [document.id.slice('square:'.length), document.get('text') as unknown] as const,
    )
    expect(new Map(cached)).toEqual(this.texts)
    const { clock } = this.context()
    const reader = new CacheReader(this.shop.db, notes, ['square.notes'], eager, clock)
    const { records, total } = await listRecords(reader, { limit: 200 }, clock)
    expect(total).toBe(this.texts.size)
    expect(new Map(records.map(({ id, text }) => [id.slice('square:'.length), text]))).toEqual(this.texts)
  }
}

async function filled(strategy: Strategy): Promise<Notebook> {
  const book = new Notebook(strategy)
  for (let n = 0; n < 10; n++) book.put(`n${n}`, 'first')
  await book.sync()
  await book.expectSame()
  book.shop.pass(900_000)
  return book
}

describe('an unordered source', () => {
  it('has its watermark moved to the moment that it named, once all of the window is in the cache', async () => {
    const book = await filled('unordered')
    for (let n = 0; n < 8; n++) book.put(`n${n}`, 'second')
    const before = (await syncPipeline(book.context())).state
    await book.expectSame()
    expect(before.watermark?.at).toBe(before.bound)
    expect(before.checkpoint).toBeNull()
    // The next window begins a lookback below the watermark, and the one behind it finds nothing any more.
    for (const [unchanged, pages] of [
      [8, 3],
      [0, 1],
    ]) {
      book.shop.pass(900_000)
      book.pages = 0
      const { runs } = await syncPipeline(book.context())
      expect(runs).toMatchObject([{ status: 'succeeded', created: 0, updated: 0, unchanged }])
      expect(book.pages).toBe(pages)
    }
  })

  it('is read from its beginning again where a run died within the window', async () => {
    for (let n = 1; ; n++) {
      const book = await filled('unordered')
      for (let i = 0; i < 8; i++) book.put(`n${i}`, 'second')
      const { state: before } = await syncPipeline({ ...book.context(), source: silent(book.source) })
      book.shop.pass(900_000)
      const faults = dyingAt(n, 'after')
      await syncPipeline(book.context(faults)).catch(() => {})
      if (!faults.died) {
        expect(n).toBeGreaterThan(3)
        return
      }
      book.shop.pass(300_000)
      const { state, runs } = await syncPipeline(book.context())
      expect(runs).toMatchObject([{ status: 'succeeded' }])
      expect((state.watermark?.at ?? '') >= (before.watermark?.at ?? '')).toBe(true)
      await book.expectSame()
    }
  }, 60_000)

  it('never moves the bound past the start of its run, however fast the vendor’s clock is', async () => {
    const book = await filled('unordered')
    book.put('n1', 'ahead')
    const changes = book.source.changes.bind(book.source)
    book.source.changes = async function* (window, size) {
      for await (const page of changes(window, size)) yield { ...page, through: shift(window.until, 3_600_000) }
    }
    const { state } = await syncPipeline(book.context())
    expect(state.bound).toBe(book.now())
    expect(state.watermark?.at).toBe(state.bound)
    await book.expectSame()
  })

  it('keeps its watermark where the vendor names no moment, for nobody knows how far it showed its changes', async () => {
    const book = await filled('unordered')
    const before = (await syncPipeline(book.context())).state
    book.shop.pass(900_000)
    const { state } = await syncPipeline({ ...book.context(), source: silent(book.source) })
    expect(state.watermark).toEqual(before.watermark)
    expect(state.bound).toBe(book.now())
  })

  it('that breaks within every window fails the run, and is not asked for ever', async () => {
    const book = await filled('unordered')
    for (let n = 0; n < 8; n++) book.put(`n${n}`, 'second')
    const changes = book.source.changes.bind(book.source)
    let asked = 0
    book.source.changes = async function* (window, size) {
      asked += 1
      for await (const page of changes(window, size)) {
        yield page
        throw new SourceError('The connection was reset.', { retryable: true })
      }
    }
    const { runs, state } = await syncPipeline(book.context())
    expect(runs).toMatchObject([{ status: 'failed' }])
    expect(asked).toBeLessThan(10)
    expect((state.watermark?.at ?? '') < book.now()).toBe(true)
    book.source.changes = changes
    await syncPipeline(book.context())
    await book.expectSame()
  })
})

/** A vendor that has nothing to tell this time. */
function silent(source: MemorySource<Note>): MemorySource<Note> {
  return Object.assign(Object.create(source) as MemorySource<Note>, {
    async *changes() {
      yield { records: [], readTime: instantFromMs(0), usage: { calls: 1, reads: 0 } }
    },
  })
}

describe('a source that is looked through again', () => {
  it('is so once an hour, deletions included, and is not stale in between', async () => {
    const book = await filled('rescan')
    book.put('n1', 'second')
    book.remove('n2')
    expect((await book.sync()).runs.map(({ mode }) => mode)).toEqual(['incremental'])
    expect(book.pages).toBe(0)
    const status = (): ReturnType<typeof pipelineStatus> =>
      pipelineStatus(book.context(), { everyMinutes: 15, isAdaptive: false }, new Meter())
    book.shop.pass(2_400_000)
    expect(await status()).toMatchObject({ health: 'ok', findsUpdates: false })
    book.shop.pass(900_000)
    expect((await book.sync()).runs.map(({ mode }) => mode)).toEqual(['incremental', 'full'])
    await book.expectSame()
  })
})

describe('a source that is read in parts', () => {
  it('has three of its five read side by side, and goes on with each where the deadline stopped it', async () => {
    const book = new Notebook('ordered', 5)
    for (let n = 0; n < 40; n++) book.put(`n${n}`, 'first')
    let [underWay, most] = [0, 0]
    const asked: string[] = []
    const { source } = book
    const enumerate = source.enumerate.bind(source)
    source.enumerate = async function* (part, cursor, pageSize) {
      underWay += 1
      most = Math.max(most, underWay)
      asked.push(`${part} ${cursor ?? 'from the start'}`)
      try {
        for await (const page of enumerate(part, cursor, pageSize)) {
          yield page
          // Time passes, and each task has time for a few pages.
          book.shop.pass(25_000)
        }
      } finally {
        underWay -= 1
      }
    }
    await book.fullRun()
    await book.expectSame()
    expect(most).toBe(3)
    expect(new Set(asked.filter((one) => one.endsWith('start'))).size).toBe(5)
    expect(asked.filter((one) => !one.endsWith('start')).length).toBeGreaterThan(3)
  })
})

interface History {
  readonly strategy: Strategy
  readonly parts: number
  readonly steps: readonly { kind: 'put' | 'remove' | 'sync' | 'die' | 'pass' | 'full'; n: number }[]
}

playHistories<History>(
  {
    kind: 'any history of changes and crashes ends with the cache being exactly the source, however it tells its changes',
    all: 300,
    few: 20,
    timeoutMs: 110_000,
    history: fc.record({
      strategy: fc.constantFrom('ordered', 'unordered', 'rescan'),
      parts: fc.constantFrom(1, 1, 5),
      steps: fc.array(
        fc.record({
          kind: fc.constantFrom('put', 'put', 'put', 'remove', 'sync', 'sync', 'die', 'pass', 'full'),
          n: fc.nat(12),
        }),
        { minLength: 4, maxLength: 25 },
      ),
    }),
  },
  async ({ strategy, parts, steps }) => {
    const book = new Notebook(strategy, parts)
    for (const [i, { kind, n }] of steps.entries()) {
      book.shop.pass(1)
      if (kind === 'put') book.put(`n${n}`, `text ${i}`)
      else if (kind === 'remove') book.remove(`n${n}`)
      else if (kind === 'pass') book.shop.pass(n * 300_000)
      else if (kind === 'full') await book.fullRun()
      else if (kind === 'sync') await book.sync()
      else {
        await book.sync(dyingAt(1 + n, 'after')).catch(() => {})
        book.shop.tasks = 0
        // The lease of who died runs out.
        book.shop.pass(200_000)
      }
    }
    book.put('last', 'one')
    book.shop.pass(3_700_000)
    // The first may go on with a full run that had read some parts before this was there.
    for (let again = 0; again < 2; again++) await book.sync()
    // A source that showed nothing for a while has had nothing deleted: only a full run that finds something deletes.
    const { docs } = await book.documents()
    expect(docs.some((document) => document.get('text') === 'one')).toBe(true)
    await book.fullRun()
    await book.expectSame()
  },
)
