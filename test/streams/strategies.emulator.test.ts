import { describe, expect, it } from 'vitest'

import { SourceError } from '../../functions/src/lib/errors.ts'
import { instantFromMs, shift } from '../../functions/src/lib/instant.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import type { Strategy } from '../../functions/src/model/source.ts'
import type { MemorySource } from '../../functions/src/sources/memory/source.ts'
import { pipelineStatus } from '../../functions/src/sync/status.ts'
import { syncPipeline } from '../../functions/src/sync/syncPipeline.ts'
import { dyingAt } from '../harness/crashes.ts'
import { Notebook, type Note } from './notebook.ts'

/* Each way in which a source tells its changes, on the reference source. */

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
