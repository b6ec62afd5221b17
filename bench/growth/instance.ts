import { headRef, segmentRef } from '../../functions/src/cache/paths.ts'
import { sortFields, type ListOrdersRequest } from '../../functions/src/contract/api.ts'
import { unpackBytes } from '../../functions/src/lib/packing.ts'
import { countedClient } from '../../tools/local/countedClient.ts'
import { VirtualClock } from '../lab/clock.ts'
import { connect } from '../lab/databases.ts'
import { memoryAfterCollection } from '../lab/memory.ts'
import { median, timed, timings } from '../lab/timing.ts'
import { openTidemark, pipeline } from '../tidemark/instance.ts'
import type { InstanceTask } from './tasks.ts'

/*
 * A process of its own that does one task as a new instance would, and tells its parent what it measured:
 * node --expose-gc instance.ts PROJECT SEGMENTS TASK
 */

/** Some orders of each segment cost less and some more, so that no zone map answers this and every row is looked at. */
const everyRow: ListOrdersRequest = { filter: { totalMin: 5_000 }, facets: true }
const search: ListOrdersRequest = { filter: { search: '#1234' } }
const byCustomer: ListOrdersRequest = { sort: { field: 'customer', direction: 'asc' } }
const byTotal: ListOrdersRequest = { sort: { field: 'total', direction: 'desc' } }
const warmAnswers = 100
const restMs = 60_000
/** Segments are asked for as the instance does it: so many in a request, so many requests under way. */
const segmentsPerRequest = 8
const requestsAtOnce = 3

const [projectId = '', segments = '', task = ''] = process.argv.slice(2)
const client = connect(projectId)
const { db, counts } = countedClient(client)
const clock = new VirtualClock()
const instance = openTidemark(db, clock)

const tasks: Readonly<Record<InstanceTask, () => Promise<Record<string, number>>>> = {
  /** Merely fetches and decompresses what a full load needs. */
  fetch: async () => ({ ms: (await timed(fetchEverything)).ms }),
  /** The first page of a cold instance. */
  firstPage: async () => {
    const { ms } = await timed(() => instance.listOrders({}))
    return { ms, reads: counts.reads }
  },
  /** Every segment; then what is built with the first question that needs it; then pages that each look at the head. */
  load: async () => {
    const { ms } = await timed(loadEverything)
    const { reads } = counts
    const { ms: firstSearchMs } = await timed(() => instance.listOrders(search))
    const { ms: firstSortMs } = await timed(() => instance.listOrders(byCustomer))
    await answerAfterRest()
    const before = counts.reads
    const warmMs = await timings(warmAnswers, answerAfterRest)
    const warm = { warmP50: median(warmMs), warmReads: (counts.reads - before) / warmAnswers }
    return { ms, reads, firstSearchMs, firstSortMs, ...warm }
  },
  /** What an instance's memory grows by when all that answers may need is there: text to search, and every order. */
  memory: async () => {
    // Connected, and nothing loaded: that is an empty instance.
    await headRef(db, 'nothing').get()
    const empty = await memoryAfterCollection()
    await loadEverything()
    for (const field of sortFields) {
      await instance.listOrders({ filter: { search: 'e' }, sort: { field, direction: 'asc' } })
    }
    const full = await memoryAfterCollection()
    return { kept: full.kept - empty.kept, rss: full.rss - empty.rss }
  },
}

async function loadEverything(): Promise<void> {
  const { meta } = await instance.listOrders(everyRow)
  if (meta.segmentsRead !== Number(segments)) {
    throw new Error(`A full load read ${meta.segmentsRead} of ${segments} segments.`)
  }
}

async function fetchEverything(): Promise<void> {
  await headRef(db, pipeline).get()
  const left = Array.from({ length: Number(segments) }, (_, n) => segmentRef(db, pipeline, n))
  const fetchLots = async (): Promise<void> => {
    for (let refs = left.splice(0, segmentsPerRequest); refs.length > 0; refs = left.splice(0, segmentsPerRequest)) {
      for (const snapshot of await db.getAll(...refs))
        for (const field of ['cells', 'texts']) unpackBytes(snapshot.get(field) as Uint8Array, snapshot.id) // Our own.
    }
  }
  await Promise.all(Array.from({ length: requestsAtOnce }, fetchLots))
}

/** A page of a warm instance that has to look at the head again. */
async function answerAfterRest(): Promise<void> {
  clock.pass(restMs)
  await instance.listOrders(byTotal)
}

process.send?.(await tasks[task as InstanceTask]()) // The parent names one of them.
await client.terminate()
process.disconnect()
