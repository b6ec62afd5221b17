import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'

import { cloudEvent } from '@google-cloud/functions-framework'
import { getTestServer } from '@google-cloud/functions-framework/testing'
import { describe, expect, it } from 'vitest'

import type * as ProtosModule from '../../functions/node_modules/firebase-functions/protos/compiledFirestore.js'
import type { Deps } from '../../functions/src/deps.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { patternOf } from '../../functions/src/sources/firestore/pattern.ts'
import { createOnOrderWritten } from '../../functions/src/triggers/onOrderWritten.ts'

/*
 * Events as they are sent: the document's name as it is in a protobuf payload, and in headers, where the protocol binding wants
 * it percent-encoded and the emulator puts its bytes as they are.
 */

const require = createRequire(new URL('../../functions/package.json', import.meta.url))
const protos = require('./node_modules/firebase-functions/protos/compiledFirestore.js') as typeof ProtosModule // `require` returns any.
const { DocumentEventData } = protos.google.events.cloud.firestore.v1

const project = 'demo-events'
process.env.ORDERS_COLLECTION = 'orders'
process.env.FIREBASE_CONFIG = JSON.stringify({ projectId: project })

const oddIds = ['x%2Fy', '%41', 'ünïcødé', '日本-1', '.x', 'INV:2026:1', 'O#1001 x', '%', 'a b', '😀', '%E6%97%A5']
const kinds = ['created', 'updated', 'deleted'] as const

/** The feed's documents that the function wrote, by path. */
function feedOf(collection = 'orders'): {
  readonly written: Map<string, Record<string, unknown>>
  readonly deps: Deps
} {
  const written = new Map<string, Record<string, unknown>>()
  const below = (parent: string) => (name: string) => ({
    doc: (id: string) => ({
      collection: below(`${parent}${name}/${id}/`),
      set: async (fields: Record<string, unknown>) => {
        written.set(`${parent}${name}/${id}`, fields)
        return { writeTime: Timestamp.now() }
      },
    }),
  })
  const source = { identity: `(default)/${collection}`, sourceIdAt: patternOf(collection).sourceIdOf }
  const clock = { now: () => Date.now() }
  const deps = {
    db: { collection: below('') },
    clock,
    pipelines: [{ id: 'firestore.orders', source }],
    requestRun: async () => {},
  }
  return { written, deps: deps as unknown as Deps } // Nothing else of it is read here.
}

function payloadOf(path: string, kind: (typeof kinds)[number]): Buffer {
  const stamp = { seconds: 1_780_000_000, nanos: 123_000_000 }
  const document = {
    name: `projects/${project}/databases/(default)/documents/${path}`,
    fields: { status: { stringValue: 'PENDING' } },
    createTime: stamp,
    updateTime: stamp,
  }
  const encoded = DocumentEventData.encode({
    ...(kind !== 'deleted' && { value: document }),
    ...(kind !== 'created' && { oldValue: document }),
  })
  return Buffer.from(encoded.finish())
}

const inHeader = {
  'percent-encoded': (id: string) => encodeURIComponent(id),
  // Node takes a header for Latin-1.
  'as it is': (id: string) => Buffer.from(id).toString('latin1'),
} as const

function headersOf(written: string): Record<string, string> {
  return {
    'content-type': 'application/protobuf',
    'ce-specversion': '1.0',
    'ce-id': 'event-1',
    'ce-type': 'google.cloud.firestore.document.v1.written',
    'ce-source': `//firestore.googleapis.com/projects/${project}/databases/(default)`,
    'ce-time': '2026-11-20T10:00:00.5Z',
    'ce-project': project,
    'ce-database': '(default)',
    'ce-namespace': '(default)',
    'ce-location': 'nam5',
    'ce-document': written,
    'ce-subject': `documents/${written}`,
  }
}

const cases = oddIds.flatMap((id) =>
  kinds.flatMap((kind) =>
    (Object.keys(inHeader) as (keyof typeof inHeader)[]) // The literal's own keys.
      .map((header) => ({ id, kind, header })),
  ),
)

let functions = 0

/** Sends an event to the function, as the platform does; returns the status of the answer. */
async function sent(deps: Deps, headers: Record<string, string>, body: Buffer): Promise<number> {
  const name = `order-event-${(functions += 1)}`
  // The framework hands a function what came, whatever its type says.
  cloudEvent(name, createOnOrderWritten({ getDeps: () => deps }) as unknown as Parameters<typeof cloudEvent>[1])
  const server = getTestServer(name)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // It listens on TCP.
  const { status } = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })
  server.close()
  return status
}

describe('an order is reported under its own id', () => {
  it.each(cases)('$id, $kind, in headers $header', async ({ id, kind, header }) => {
    const { written, deps } = feedOf()
    expect(await sent(deps, headersOf(`orders/${inHeader[header](id)}`), payloadOf(`orders/${id}`, kind))).toBe(204)
    expect([...written.keys()]).toEqual([`sync_feeds/firestore.orders/sync_reports/${id}`])
    expect([...written.values()][0]).toMatchObject({ kind })
  })
})

describe('an order below a document of another collection', () => {
  it.each(kinds)('is reported under an id that tells it from those of other users, %s', async (kind) => {
    const { written, deps } = feedOf('users/{uid}/orders')
    for (const path of ['users/u%2F1/orders/x~y', 'users/日本/orders/x~y']) {
      expect(await sent(deps, headersOf(encodeURI(path)), payloadOf(path, kind))).toBe(204)
    }
    const reports = 'sync_feeds/firestore.orders/sync_reports'
    expect([...written.keys()]).toEqual([`${reports}/u%252F1~x%7Ey`, `${reports}/日本~x%7Ey`])
  })

  it('is not reported where it is none of them', async () => {
    const { written, deps } = feedOf('users/{uid}/orders')
    expect(await sent(deps, headersOf('orders/7'), payloadOf('orders/7', 'updated'))).toBe(204)
    expect(written.size).toBe(0)
  })
})
