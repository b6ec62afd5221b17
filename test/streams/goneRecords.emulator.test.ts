import { expect, it } from 'vitest'
import { z } from 'zod'

import { cacheOf } from '../../functions/src/cache/paths.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { pipelineOf } from '../../functions/src/model/pipeline.ts'
import type { ChangeWindow, SourcePage } from '../../functions/src/model/source.ts'
import { defineStream } from '../../functions/src/model/stream.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { syncPipeline } from '../../functions/src/sync/syncPipeline.ts'
import { dyingAt } from '../harness/crashes.ts'
import type { Faults } from '../harness/firestore.ts'
import { Shop } from '../harness/shop.ts'

/* A source in no order that says with what has changed what is gone. */

const noteSchema = z.object({ id: z.string(), at: z.int() })
type Note = z.infer<typeof noteSchema>
const notes = defineStream<Note>({
  name: 'notes',
  schema: noteSchema,
  keyTime: ({ at }) => at,
  columns: [{ name: 'at', kind: 'time', label: 'At', of: ({ at }) => at }],
})

class TellingSource extends MemorySource<Note> {
  gone: string[] = []
  override async *changes(window: ChangeWindow, pageSize: number): AsyncGenerator<SourcePage> {
    for await (const page of super.changes(window, pageSize)) yield { ...page, gone: this.gone }
  }
}

class Notebook {
  readonly shop = new Shop()
  readonly source: TellingSource

  constructor() {
    this.shop.stopClock()
    this.source = new TellingSource({
      name: 'square',
      strategy: 'unordered',
      now: () => instantFromMs(this.shop.now().toMillis()),
      parse: ({ raw }) => ({ ok: true, record: noteSchema.parse(raw), payload: {} }),
    })
  }

  put(id: string): void {
    this.source.put(id, { id: `square:${id}`, at: Date.UTC(2026, 0, 1) })
  }

  context(faults?: Faults): SyncContext {
    return { ...this.shop.worker(faults).context, ...pipelineOf(this.source, notes) }
  }

  async sync(faults?: Faults) {
    this.shop.pass(900_000)
    const { runs } = await syncPipeline(this.context(faults))
    for (; this.shop.tasks > 0; this.shop.tasks -= 1) await runFullTask(this.context())
    return runs[0]
  }

  async cached(): Promise<string[]> {
    const { docs } = await this.shop.db.collection(cacheOf('square.notes').documents).get()
    return docs.map(({ id }) => id.slice('square:'.length)).toSorted()
  }
}

async function filled(count: number): Promise<Notebook> {
  const book = new Notebook()
  for (let n = 0; n < count; n++) book.put(`n${n}`)
  await book.sync()
  expect(await book.cached()).toHaveLength(count)
  return book
}

it('has a record deleted that it says is gone, and only where it is', async () => {
  const book = await filled(5)
  book.source.remove('n1')
  book.source.gone = ['n1', 'n3', 'never-there']
  expect(await book.sync()).toMatchObject({ status: 'succeeded', deleted: 1 })
  expect(await book.cached()).toEqual(['n0', 'n2', 'n3', 'n4'])
  // It is said again with each window of the lookback.
  expect(await book.sync()).toMatchObject({ status: 'succeeded', deleted: 0, updated: 0 })
})

it('has more than a few of them left for a full run', async () => {
  const book = await filled(60)
  const ids = Array.from({ length: 40 }, (_, n) => `n${n}`)
  for (const id of ids) book.source.remove(id)
  book.source.gone = ids
  expect(await book.sync()).toMatchObject({ status: 'succeeded', deleted: 0 })
  expect(await book.cached()).toHaveLength(60)
})

it('has them deleted by the next run where one dies on the way', async () => {
  const book = await filled(5)
  book.source.remove('n1')
  book.source.gone = ['n1']
  await book.sync(dyingAt(1, 'before')).catch(() => null)
  book.shop.pass(900_000)
  await book.sync()
  expect(await book.cached()).not.toContain('n1')
})
