import { afterAll, beforeAll, expect, it } from 'vitest'

import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { createOnOrderWritten } from '../../functions/src/triggers/onOrderWritten.ts'
import { databaseOf, processOn } from '../harness/firestore.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { ids } from '../harness/shop.ts'

const { db, counts } = processOn(databaseOf())
let server: TestServer

beforeAll(async () => {
  server = await startServer({ db })
})
afterAll(() => server.stop())

type Trigger = ReturnType<typeof createOnOrderWritten>
type Event = Parameters<Trigger['run']>[0]

/** The event of an order's update, as far as the trigger looks at it. */
function updateOf(id: string): Event {
  const snapshot = { exists: true, ref: { path: `orders/${id}` }, updateTime: Timestamp.now() }
  return { time: new Date().toISOString(), data: { before: snapshot, after: snapshot } } as unknown as Event // As above.
}

it('an event costs one write and no read, and a task for all that come within a cadence', async () => {
  const trigger = createOnOrderWritten({ getDeps: () => server.deps })
  const startedMs = performance.now()
  for (let round = 0; round < 4; round++) {
    await Promise.all(ids(50, `r${round}-`).map((id) => trigger.run(updateOf(id))))
  }
  const seconds = (performance.now() - startedMs) / 1_000
  expect(counts).toMatchObject({ reads: 0, writes: 200 })
  // The first one's, and one for each 15 seconds that it took.
  expect(server.runTasks.size).toBeLessThanOrEqual(3 + seconds / 15)
  expect(server.runTasks.size).toBeGreaterThan(0)
  process.stdout.write(`200 events: ${(seconds * 5).toFixed(1)} ms each, 50 at a time\n`)
})
