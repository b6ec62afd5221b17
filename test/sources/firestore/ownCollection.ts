import { randomUUID } from 'node:crypto'

import { afterAll, beforeEach } from 'vitest'

import type { Order } from '../../../functions/src/contract/order.ts'
import { Firestore } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { type ChangeWindow, type Source, type SourcePage } from '../../../functions/src/model/source.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { createOrderSource } from '../../../functions/src/sources/firestore/orderSource.ts'

type Settings = Parameters<typeof readFirestoreSourceConfig>[0]

/** A database of its own for each file, and in it a collection of its own for each test. */
export class OwnCollection {
  readonly projectId = `demo-${randomUUID().slice(0, 12)}`
  readonly db = new Firestore({ projectId: this.projectId })
  name = 'orders'

  constructor() {
    beforeEach(() => {
      this.name = `orders_${randomUUID()}`
    })
    afterAll(() => this.db.terminate())
  }

  source(settings: Settings = {}): Source<Order> {
    const config = { collection: this.name, changedAtField: 'updatedAt', ...settings }
    return createOrderSource(this.db, readFirestoreSourceConfig(config))
  }

  async put(documents: Readonly<Record<string, Record<string, unknown>>>): Promise<void> {
    const writer = this.db.bulkWriter({ throttling: false })
    for (const [id, data] of Object.entries(documents)) {
      void writer.set(this.db.collection(this.name).doc(id), data) // `close` waits for it, and a failure of it fails the test
    }
    await writer.close()
  }
}

/** A window of a month. */
export const start = instantFromMs(Date.UTC(2026, 0, 1))
export const end = instantFromMs(Date.UTC(2026, 1, 1))
export const whole: ChangeWindow = { from: { kind: 'at', at: start }, until: end }

export async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = []
  for await (const page of pages) read.push(page)
  return read
}

export function idsOf(pages: readonly SourcePage[]): string[] {
  return pages.flatMap(({ records }) => records.map(({ sourceId }) => sourceId))
}

export function readsOf(pages: readonly SourcePage[]): number {
  return pages.reduce((sum, { usage }) => sum + usage.reads, 0)
}

export function numbered(
  count: number,
  dataOf: (i: number) => Record<string, unknown>,
): Record<string, Record<string, unknown>> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`d${String(i).padStart(5, '0')}`, dataOf(i)]))
}
