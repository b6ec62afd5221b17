import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import type * as Build from '../../tools/build.ts'
import type * as CountedClient from '../../tools/local/countedClient.ts'
import type * as Store from '../growth/store.ts'
import type * as Clock from '../lab/clock.ts'
import type * as Databases from '../lab/databases.ts'
import type * as Instance from '../tidemark/instance.ts'
import { requestOf, type ColdQuestion } from './questions.ts'

/*
 * Does one task with the code of a checkout, and tells its parent the outcome:
 * node checkoutProcess.ts ROOT PROJECT (build | fill ORDERS | reads QUESTION ORDERS)
 */
const [root = '', projectId = '', task = '', ...args] = process.argv.slice(2)

const tasks: Readonly<Record<string, () => Promise<unknown>>> = {
  build: async () => {
    const { buildFunctions } = await own<typeof Build>('tools/build.ts')
    await buildFunctions()
    return null
  },
  fill: async () => {
    const { connect } = await own<typeof Databases>('bench/lab/databases.ts')
    const { writeCache } = await own<typeof Store>('bench/growth/store.ts')
    const db = connect(projectId)
    await writeCache(db, Number(args[0]), () => {})
    await db.terminate()
    return null
  },
  reads: async () => {
    const { connect } = await own<typeof Databases>('bench/lab/databases.ts')
    const { VirtualClock } = await own<typeof Clock>('bench/lab/clock.ts')
    const { countedClient } = await own<typeof CountedClient>('tools/local/countedClient.ts')
    const { openTidemark } = await own<typeof Instance>('bench/tidemark/instance.ts')
    const client = connect(projectId)
    const { db, counts } = countedClient(client)
    const [question, orders] = args
    await openTidemark(db, new VirtualClock()).listOrders(requestOf(question as ColdQuestion, Number(orders))) // Its parent names one.
    await client.terminate()
    return counts.reads
  },
}

/** A module of the checkout, which has the shape of ours. */
async function own<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(join(root, path)).href)) as T
}

process.send?.(await tasks[task]?.())
process.disconnect()
