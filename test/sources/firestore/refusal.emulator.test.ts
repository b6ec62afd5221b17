import { noInputs } from '../../../functions/src/model/source.ts'
import { Server, ServerCredentials, status } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

import { SourceError } from '../../../functions/src/lib/errors.ts'
import { Firestore } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { createOrderSource } from '../../../functions/src/sources/firestore/orderSource.ts'

/* A server in the emulator's place that refuses every call, which the emulator itself never does. */

const server = new Server()
const refusal = { code: status.PERMISSION_DENIED, details: 'Missing or insufficient permissions.' }
const nameOf = (method: string) => `/google.firestore.v1.Firestore/${method}`
const raw = (bytes: Buffer) => bytes
let db: Firestore

beforeAll(async () => {
  for (const method of ['RunQuery', 'RunAggregationQuery', 'BatchGetDocuments']) {
    const refuse = (call: NodeJS.EventEmitter) => call.emit('error', refusal)
    server.register(nameOf(method), refuse, raw, raw, 'serverStream')
  }
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = ServerCredentials.createInsecure()
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)))
  })
  vi.stubEnv('FIRESTORE_EMULATOR_HOST', `127.0.0.1:${port}`)
  db = new Firestore({ projectId: 'demo-refused' })
})
afterAll(async () => {
  await db.terminate()
  server.forceShutdown()
  vi.unstubAllEnvs()
})

async function drain(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _page of pages) expect.unreachable('a page of a source that refuses')
}

// The client tries a refused stream three times, whatever the refusal, which takes about seven seconds.
it('ends every way of reading with an error that says what to do', async () => {
  const source = createOrderSource(db, readFirestoreSourceConfig({}))
  const undated = JSON.stringify({ of: 'orders by timestamp', position: { phase: 'undated', after: null } })
  const window = { from: { kind: 'at', at: instantFromMs(0) }, until: instantFromMs(1) } as const
  const outcomes = await Promise.allSettled([
    drain(source.changes(window, 10)),
    drain(source.enumerate('all', null, 10, noInputs)),
    drain(source.enumerate('all', undated, 10, noInputs)),
    source.lookup(['a'], noInputs),
    source.count(),
  ])
  for (const outcome of outcomes) {
    const reason: unknown = outcome.status === 'rejected' ? outcome.reason : null
    expect(reason).toBeInstanceOf(SourceError)
    expect(reason).toMatchObject({
      retryable: false,
      message: expect.stringMatching(/"orders".*Cloud Datastore User/),
      cause: { code: status.PERMISSION_DENIED },
    })
  }
})

it('refuses an id that no document can have', async () => {
  const source = createOrderSource(db, readFirestoreSourceConfig({}))
  await expect(source.lookup([''], noInputs)).rejects.toThrow(SourceError)
})
