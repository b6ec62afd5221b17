import { Server, ServerCredentials, status } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { SourceError } from '../../../functions/src/lib/errors.ts'
import { Firestore } from '../../../functions/src/lib/firestore.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { createFirestoreSource } from '../../../functions/src/sources/firestore/source.ts'

/* A server that refuses every call as Firestore does, which the emulator never does. */

const methods = ['RunQuery', 'RunAggregationQuery', 'BatchGetDocuments', 'BeginTransaction', 'Rollback']
const server = new Server()
const raw = (bytes: Buffer) => bytes
let db: Firestore

beforeAll(async () => {
  const refusal = { code: status.PERMISSION_DENIED, details: 'Missing or insufficient permissions.' }
  for (const method of methods) {
    const name = `/google.firestore.v1.Firestore/${method}`
    const isUnary = method === 'BeginTransaction' || method === 'Rollback'
    if (isUnary)
      server.register(name, (_call: unknown, answer: (error: object) => void) => answer(refusal), raw, raw, 'unary')
    else server.register(name, (call: NodeJS.EventEmitter) => call.emit('error', refusal), raw, raw, 'serverStream')
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    )
  })
  db = new Firestore({ projectId: 'demo-refused', host: `127.0.0.1:${port}`, ssl: false })
})
afterAll(async () => {
  await db.terminate()
  server.forceShutdown()
})

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = []
  for await (const page of pages) read.push(page)
  return read
}

it('ends every way of reading with an error that says what to do', async () => {
  const source = createFirestoreSource(db, readFirestoreSourceConfig({}))
  const undated = JSON.stringify({ of: 'orders by timestamp', position: { phase: 'undated', after: null } })
  const window = { from: { kind: 'at', at: instantFromMs(0) }, until: instantFromMs(1) } as const
  const reads = [
    all(source.changes(window, 10)),
    all(source.enumerate(null, 10)),
    all(source.enumerate(undated, 10)),
    source.lookup(['a']),
    source.lookup(['']),
    source.count(),
  ]
  for (const outcome of await Promise.allSettled(reads)) {
    expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(SourceError)
  }
  await expect(source.count()).rejects.toMatchObject({
    retryable: false,
    message: expect.stringMatching(/"orders".*Cloud Datastore User/),
    cause: { code: status.PERMISSION_DENIED },
  })
})
