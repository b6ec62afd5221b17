import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { z } from 'zod'

import type * as Config from '../../../functions/src/config.ts'
import type * as ListOrders from '../../../functions/src/engine/orders/listOrders.ts'
import type * as OrderStats from '../../../functions/src/engine/orders/orderStats.ts'
import type * as FirestoreClasses from '../../../functions/src/lib/firestore/firestore.ts'
import type * as Reader from '../../../functions/src/query/store/reader.ts'
import type * as OrderStream from '../../../functions/src/streams/orders/stream.ts'
import type * as Store from '../../growth/store.ts'
import type * as Clock from '../../lab/clock.ts'
import type { Engine, PageAnswer, RevenueAnswer } from '../answer.ts'
import type { Peer, Place } from '../peer.ts'
import type { BilledReads } from '../results.ts'
import { everyRow, pagesTen, questionOf, type PageQuestion } from '../questions.ts'
import { FileFirestore } from './fileFirestore.ts'

/*
 * Tidemark, by the code of a checkout: another copy of this project, so that two of its states can be compared. Both need what is
 * imported in `codeOf`, with the meaning that it has here.
 */

/** A cache of one source: a head and segments, written by the encoders and read by the reader as it is deployed. */
export const tidemarkPeer: Peer = {
  store,
  ready: async (place) => {
    const code = await codeOf(place)
    return async () => open(code, place)
  },
  billed,
}

/** As `writeCache` names it. */
const pipeline = 'firestore.orders'

async function load<Module>(checkout: string, file: string): Promise<Module> {
  return (await import(pathToFileURL(join(checkout, file)).href)) as Module // The same file of another copy.
}

type Code = Awaited<ReturnType<typeof codeOf>>

async function codeOf({ checkout }: Place) {
  const { readConfig } = await load<typeof Config>(checkout, 'functions/src/config.ts')
  const { listOrders } = await load<typeof ListOrders>(checkout, 'functions/src/engine/orders/listOrders.ts')
  const { orderStats } = await load<typeof OrderStats>(checkout, 'functions/src/engine/orders/orderStats.ts')
  const { Timestamp } = await load<typeof FirestoreClasses>(checkout, 'functions/src/lib/firestore/firestore.ts')
  const { CacheReader } = await load<typeof Reader>(checkout, 'functions/src/query/store/reader.ts')
  const { orderStream } = await load<typeof OrderStream>(checkout, 'functions/src/streams/orders/stream.ts')
  const { VirtualClock, openingMs } = await load<typeof Clock>(checkout, 'bench/lab/clock.ts')
  return { readConfig, listOrders, orderStats, Timestamp, CacheReader, orderStream, VirtualClock, openingMs }
}

/** The rows are those of the checkout's own generator, parser and declaration: they have to be the same. */
async function store(place: Place, { length }: readonly unknown[]): Promise<void> {
  const code = await codeOf(place)
  const { writeCache } = await load<typeof Store>(place.checkout, 'bench/growth/store.ts')
  await writeCache(databaseOf(code, place).client, length, () => {})
  writeFileSync(cursorsIn(place), JSON.stringify(await cursorsOf(code, place)))
}

function databaseOf({ Timestamp, openingMs }: Code, { stored }: Place): FileFirestore {
  return new FileFirestore(stored, Timestamp.fromMillis(openingMs))
}

/** An instance that knows nothing yet, within the time to live of the head that it will read. */
function instanceOf(code: Code, place: Place) {
  const clock = new code.VirtualClock()
  const db = databaseOf(code, place)
  const reader = new code.CacheReader(db.client, code.orderStream, [pipeline], code.readConfig({}).reader, clock)
  return { clock, db, reader }
}

const cursorsIn = ({ besides }: Place): string => join(besides, 'cursors.json')

/** Turns pages up to each page ten, as an admin does before. */
async function cursorsOf(code: Code, place: Place): Promise<Record<string, string>> {
  const { clock, reader } = instanceOf(code, place)
  const cursors: Record<string, string> = {}
  for (const question of pagesTen) {
    const { sort, skip, limit } = question
    let cursor: string | null = null
    for (let turned = 0; turned < skip; turned += limit) {
      const before: string | null = cursor
      const answer = await code.listOrders(reader, { sort, limit, ...(before !== null && { cursor: before }) }, clock)
      cursor = answer.nextCursor
    }
    if (cursor === null) throw new Error('There are too few orders for a page ten.')
    cursors[JSON.stringify(question)] = cursor
  }
  return cursors
}

function open(code: Code, place: Place): Engine {
  const { clock, reader } = instanceOf(code, place)
  const cursors = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(cursorsIn(place), 'utf8')))
  const page = async (question: PageQuestion): Promise<PageAnswer> => {
    const { filter, sort, skip, limit, facets: withFacets } = question
    const cursor = skip > 0 ? cursors[JSON.stringify(question)] : undefined
    if (skip > 0 && cursor === undefined) throw new Error('Nobody has turned the pages before this one.')
    const request = { filter, sort, limit, facets: withFacets, ...(cursor !== undefined && { cursor }) }
    const { orders, total, facets = null } = await code.listOrders(reader, request, clock)
    return { orders, total, facets }
  }
  const revenue = async (createdFrom: string): Promise<RevenueAnswer> => {
    const { buckets } = await code.orderStats(reader, { by: 'day', filter: { createdFrom } }, 'UTC', clock)
    return { buckets }
  }
  return {
    answer: (question) => (question.of === 'page' ? page(question) : revenue(question.createdFrom)),
    close: async () => {},
  }
}

async function billed(place: Place): Promise<BilledReads> {
  const code = await codeOf(place)
  const readsOf = async ({ filter, sort, limit }: PageQuestion): Promise<number> => {
    const { clock, db, reader } = instanceOf(code, place)
    await code.listOrders(reader, { filter, sort, limit }, clock)
    return db.reads
  }
  return {
    everyRow: await readsOf(everyRow),
    rareSearch: await readsOf(questionOf('rareSearch', 0)),
    firstPage: await readsOf(questionOf('firstPage', 0)),
  }
}
