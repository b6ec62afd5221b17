import type { Clock } from '../../functions/src/lib/clock.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import type { Config } from '../../functions/src/config.ts'
import { countedClient } from '../../tools/local/countedClient.ts'
import { pageSize, type Contestant } from '../contestant.ts'
import { configWithoutFeed, openTidemark, pipeline } from './instance.ts'

const prefix = `${pipeline.slice(0, pipeline.indexOf('.'))}:`

/** Tidemark as a contestant: `listOrders` as an instance of the function runs it. */
export function openTidemarkPages(client: Firestore, clock: Clock, config: Config = configWithoutFeed): Contestant {
  const { db, counts } = countedClient(client)
  let instance = openTidemark(db, clock, config)
  return {
    counts,
    page: async ({ request }, after) => {
      const cursor = typeof after === 'string' ? after : undefined
      const { orders, nextCursor } = await instance.listOrders({ ...request, limit: pageSize, cursor })
      return { ids: orders.map(({ id }) => id.slice(prefix.length)), next: nextCursor }
    },
    facets: async () => {
      const { facets } = await instance.listOrders({ facets: true, limit: 1 })
      return facets?.status ?? {}
    },
    statsByDay: () => instance.statsByDay(),
    recycle: async () => {
      instance = openTidemark(db, clock, config)
    },
    close: () => client.terminate(),
  }
}
