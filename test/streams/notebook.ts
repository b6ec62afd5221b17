import { expect } from 'vitest'
import { z } from 'zod'

import { cacheOf } from '../../functions/src/cache/paths.ts'
import { listRecords } from '../../functions/src/engine/records/listRecords.ts'
import type { QuerySnapshot } from '../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs, type Instant } from '../../functions/src/lib/instant.ts'
import { pipelineOf } from '../../functions/src/model/pipeline.ts'
import type { Strategy } from '../../functions/src/model/source.ts'
import { defineStream } from '../../functions/src/model/stream.ts'
import { CacheReader } from '../../functions/src/query/store/reader.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { syncPipeline } from '../../functions/src/sync/syncPipeline.ts'
import type { Faults } from '../harness/firestore.ts'
import { eager } from '../harness/reader.ts'
import { Shop } from '../harness/shop.ts'

const noteSchema = z.object({ id: z.string(), at: z.int(), text: z.string() })
export type Note = z.infer<typeof noteSchema>
const notes = defineStream<Note>({
  name: 'notes',
  schema: noteSchema,
  keyTime: ({ at }) => at,
  columns: [{ name: 'text', kind: 'text', label: 'Text', search: 'text', of: ({ text }) => text }],
})
const begin = Date.UTC(2026, 0, 1)

/** A source of notes and the pipeline that copies it, on a database whose clock the test moves. */
export class Notebook {
  readonly shop = new Shop({ settings: { pageSize: 3, fullRunEveryMs: 168 * 3_600_000 } })
  readonly source: MemorySource<Note>
  readonly texts = new Map<string, string>()
  /** The number of pages that the source was asked for. */
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
