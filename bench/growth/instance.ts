import { zstdDecompressSync } from 'node:zlib'

import { headRef, segmentRef } from '../../functions/src/cache/paths.ts'
import type { ListOrdersRequest } from '../../functions/src/model/api.ts'
import { countedClient } from '../../scripts/local/countedClient.ts'
import { VirtualClock } from '../lab/clock.ts'
import { connect } from '../lab/databases.ts'
import { median, timed, timings } from '../lab/timing.ts'
import { openTidemark, pipeline } from '../tidemark/instance.ts'
import type { InstanceTask } from './tasks.ts'

/*
 * A process of its own that does one task as a new instance would, and tells its parent what it measured:
 * node --expose-gc instance.ts PROJECT SEGMENTS TASK
 */

/** A question that needs every row and every column: text of each order, its place among customers, all facets. */
const everything: ListOrdersRequest = {
  filter: { search: 'e' },
  sort: { field: 'customer', direction: 'asc' },
  facets: true,
}
const byTotal: ListOrdersRequest = { sort: { field: 'total', direction: 'desc' } }
const warmAnswers = 30
const restMs = 60_000

const [projectId = '', segments = '', task = ''] = process.argv.slice(2)
const client = connect(projectId)
const { db, counts } = countedClient(client)
const clock = new VirtualClock()
const instance = openTidemark(db, clock)

const tasks: Readonly<Record<InstanceTask, () => Promise<Record<string, number>>>> = {
  /** Merely fetches and decompresses what a full load needs. */
  fetch: async () => {
    const { ms } = await timed(async () => {
      await headRef(db, pipeline).get()
      const refs = Array.from({ length: Number(segments) }, (_, n) => segmentRef(db, pipeline, n))
      for (const snapshot of await db.getAll(...refs)) zstdDecompressSync(snapshot.get('data') as Uint8Array)
    })
    return { ms }
  },
  /** The first page of a cold instance. */
  firstPage: async () => {
    const { ms } = await timed(() => instance.listOrders({}))
    return { ms, reads: counts.reads }
  },
  /** Every row, and then pages of a warm instance, each with a look at the head. */
  everything: async () => {
    const { ms } = await timed(() => instance.listOrders(everything))
    const fullViewReads = counts.reads
    await answerAfterRest()
    const before = counts.reads
    const warmMs = await timings(warmAnswers, answerAfterRest)
    return { ms, fullViewReads, warmP50: median(warmMs), warmReads: (counts.reads - before) / warmAnswers }
  },
  /** What an instance's memory grows by when it has loaded every row. */
  memory: async () => {
    // Connected, and nothing loaded: that is an empty instance.
    await headRef(db, 'nothing').get()
    const empty = memoryAfterCollection()
    await instance.listOrders(everything)
    const full = memoryAfterCollection()
    return { rss: full.rss - empty.rss, heap: full.heap - empty.heap }
  },
}

/** A page of a warm instance that has to look at the head again. */
async function answerAfterRest(): Promise<void> {
  clock.pass(restMs)
  await instance.listOrders(byTotal)
}

function memoryAfterCollection(): { rss: number; heap: number } {
  if (globalThis.gc === undefined) throw new Error('Memory is measured with --expose-gc only.')
  // Twice: what the first collection finalizes, the second one frees.
  globalThis.gc()
  globalThis.gc()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, heap: heapUsed + external }
}

process.send?.(await tasks[task as InstanceTask]()) // The parent names one of them.
await client.terminate()
process.disconnect()
