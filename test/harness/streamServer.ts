// First: what the functions log is captured from here on.
import { functionNames, initializeAuth, startServer, type TestServer } from './server.ts'

import type { BrowserContext } from 'playwright-core'

import { localProject } from '../../cli/paths.ts'
import type { ListRecordsRequest, ListRecordsResponse } from '../../functions/src/contract/records.ts'
import { listRecords } from '../../functions/src/engine/records/listRecords.ts'
import type { OrderSettings } from '../../functions/src/sources/firestore/settings.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { syncAll } from '../../functions/src/sync/syncAll.ts'
import { databaseOf } from './firestore.ts'
import { openLocalShop } from './localShop.ts'
import { fillOwnCollections, products, recordSourcesOf, users } from './ownStreams.ts'
import { streamPipelines } from './streamShop.ts'

/** The local shop with many streams beside its orders, and functions that know of them: those of the suite copy orders alone. */
export interface StreamServer {
  /** The ids of the orders at their source, the newest first; each of them is paid. */
  readonly orders: readonly string[]
  /** The functions' answer for a stream. */
  ask(request: ListRecordsRequest): Promise<ListRecordsResponse>
  /** Has a browser's calls go to these functions in the place of the suite's. */
  serve(context: BrowserContext): Promise<void>
  close(): Promise<void>
}

/** The streams beside the orders: those that vendors bring, or those that the shop declares. */
export type StreamsOf = 'vendors' | 'the shop'

/** Starts the functions with many streams; `settings` say how the shop writes its orders. */
export async function startStreamServer(of: StreamsOf, settings?: OrderSettings): Promise<StreamServer> {
  const local = await openLocalShop({ orders: 60, seed: 3 })
  const { orders: rows } = await local.client.listOrders({ limit: 60 })
  const orders = rows.map(({ sourceId }) => sourceId)
  initializeAuth()
  const db = databaseOf(localProject)
  if (of === 'the shop') await fillOwnCollections(db, { products: 60, users: 8 })
  const streams =
    of === 'vendors'
      ? { more: streamPipelines(orders) }
      : { sources: { recordSources: recordSourcesOf({ products, users }) } }
  const server = await startServer({ db, ...streams, ...(settings && { orders: settings }) })
  await copyAll(server)
  return {
    orders,
    ask: ({ stream, ...request }) => {
      const reader = server.deps.readers.get(stream)
      if (reader === undefined) throw new Error(`There is no stream ${stream}.`)
      return listRecords(reader, request, server.deps.clock)
    },
    serve: (context) => serveBy(server, context),
    close: async () => {
      await server.stop()
      await local.close()
    },
  }
}

/** Copies every stream, and what is computed from them behind it. */
async function copyAll({ deps: { pipelines } }: TestServer): Promise<void> {
  // What is computed waits until all that it is computed from is there.
  for (let round = 0; round < 2; round++) {
    await syncAll(pipelines)
    for (const context of pipelines) await runFullTask(context)
  }
  await syncAll(pipelines)
}

async function serveBy(server: TestServer, context: BrowserContext): Promise<void> {
  const addresses = new Map<string, string>(functionNames.map((name) => [name, server.addressOf(name)]))
  await context.route('**/us-central1/*', async (route) => {
    const name = new URL(route.request().url()).pathname.replace(/^.*\//, '')
    await route.continue({ url: `${addresses.get(name) ?? ''}/` })
  })
}
