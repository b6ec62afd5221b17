// First: what the functions log is captured from here on.
import { initializeAuth, logLines, project } from '../harness/server.ts'

import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

import { http, type HttpFunction } from '@google-cloud/functions-framework'
import { getTestServer } from '@google-cloud/functions-framework/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import type * as HttpsModule from '../../functions/node_modules/firebase-functions/lib/v2/providers/https.js'
import type { Deps } from '../../functions/src/deps.ts'
import { adminCall } from '../../functions/src/triggers/adminCall.ts'
import { guard } from '../../functions/src/triggers/respond.ts'
import { sendFile } from '../../functions/src/triggers/sendFile.ts'
import { sendPieces } from '../../functions/src/triggers/sendPieces.ts'
import { startFirebaseIdentity, type FirebaseIdentity } from '../../tools/local/firebaseIdentity.ts'

/* Both ways out for a file of any size, over real connections: what a slow, a leaving and an unlucky client get. */

const piece = 'x'.repeat(65_536)
const file = { name: 'orders.csv', type: 'text/csv; charset=utf-8' }
let identity: FirebaseIdentity
let server: Server | undefined

beforeAll(async () => {
  // With it the Admin SDK would ask the Auth emulator for the user.
  delete process.env.FIREBASE_AUTH_EMULATOR_HOST
  identity = await startFirebaseIdentity(project)
  initializeAuth({ httpAgent: identity.agent })
})
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})
afterAll(() => identity.stop())

/** A file of so many pieces that says how far it was read, what then waited in the connection, and when it was ended. */
class Pieces {
  given = 0
  /** The most bytes that stood before the operating system whenever another piece was asked for. */
  mostWaiting = 0
  readonly ended: Promise<void>
  readonly #count: number
  readonly #failure: Error | undefined
  readonly #beforeThird: ((socket: Socket) => void) | undefined
  readonly #end: () => void

  /** `beforeThird` happens before the third piece is given. */
  constructor(count: number, failure?: Error, beforeThird?: (socket: Socket) => void) {
    this.#count = count
    this.#failure = failure
    this.#beforeThird = beforeThird
    const { promise, resolve } = Promise.withResolvers<void>()
    this.ended = promise
    this.#end = resolve
  }

  async *to(socket: Socket): AsyncGenerator<string, { rows: number }> {
    try {
      while (this.given < this.#count) {
        this.mostWaiting = Math.max(this.mostWaiting, socket.writableLength)
        this.given += 1
        if (this.given === 3) this.#beforeThird?.(socket)
        yield piece
      }
      if (this.#failure !== undefined) throw this.#failure
      return { rows: this.given }
    } finally {
      this.#end()
    }
  }
}

/** What the ways out need of the composition root. */
const deps = {
  verifier: { firebase: async () => ({ admin: true }), google: async () => ({}) },
  schedulerAccounts: [],
  logger: { info() {}, warn() {}, error: (message: string) => void logLines.push(message) },
} as unknown as Deps // Nothing else of it is read here.

type Handler = (request: HttpsModule.Request, response: Answer) => void | Promise<void>
type Answer = Parameters<typeof guard>[2]

const ways = {
  download:
    (pieces: Pieces): Handler =>
    (request, response) =>
      guard(deps, request, response, () => sendFile(pieces.to(request.socket), file, response)),
  stream: (pieces: Pieces): Handler => {
    let socket: Socket
    const call = adminCall({}, { getAccess: () => deps, getDeps: () => deps }, async (_deps, _data, stream) => {
      if (stream === null) throw new Error('The client takes no stream.')
      return sendPieces(pieces.to(socket), stream)
    })
    return (request, response) => {
      socket = request.socket
      return call(request, response)
    }
  },
} as const

/** Settled when the function has done all it does for the last request. */
let handled: Promise<void>

async function ask(way: keyof typeof ways, pieces: Pieces, signal?: AbortSignal): Promise<Response> {
  const handler = ways[way](pieces) as HttpFunction // firebase-functions declares the raw body that the framework declares optional.
  http(way, (request, response) => {
    handled = Promise.resolve(handler(request, response))
  })
  server = getTestServer(way)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // It listens on TCP.
  return fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'text/event-stream',
      Authorization: `Bearer ${identity.token({ admin: true })}`,
    },
    body: '{"data":{}}',
    ...(signal && { signal }),
  })
}

/** What was logged since, but for the SDK's own word that a token verified. */
function loggedSince(start: number): string[] {
  return logLines.slice(start).filter((line) => !line.includes('"severity":"DEBUG"'))
}

/** The messages, results and errors of an event stream. */
function eventsIn(text: string): Record<string, unknown>[] {
  return text.split('\n').flatMap((line) => {
    const [, json] = /^data: (.*)$/.exec(line) ?? []
    return json === undefined ? [] : [JSON.parse(json) as Record<string, unknown>]
  })
}

describe.each(['download', 'stream'] as const)('%s', (way) => {
  it('sends every piece, in order', async () => {
    const text = await (await ask(way, new Pieces(30))).text()
    if (way === 'download') {
      expect(text === piece.repeat(30)).toBe(true)
      return
    }
    const events = eventsIn(text)
    expect(events.pop()).toEqual({ result: { rows: 30 } })
    expect(events.map(({ message }) => (message as { text: string }).text === piece)).toEqual(
      Array.from({ length: 30 }, () => true),
    )
  })

  it('asks for a piece only when the connection has taken what came before', async () => {
    // More than the operating system keeps between two sockets.
    const pieces = new Pieces(500)
    const response = await ask(way, pieces)
    let bytes = 0
    for await (const chunk of response.body ?? []) bytes += chunk.length
    expect(bytes).toBeGreaterThanOrEqual(500 * piece.length)
    expect(pieces.given).toBe(500)
    expect(pieces.mostWaiting).toBeLessThan(2 * piece.length)
  })

  it('ends the file when its client leaves, and that is no error', async () => {
    const logged = logLines.length
    const pieces = new Pieces(2_000)
    const client = new AbortController()
    const response = await ask(way, pieces, client.signal)
    const reader = response.body?.getReader()
    await reader?.read()
    client.abort()
    await Promise.all([pieces.ended, handled])
    expect(pieces.given).toBeLessThan(1_000)
    expect(loggedSince(logged)).toEqual([])
  })

  it('ends the file when the connection goes just before a piece', async () => {
    const pieces = new Pieces(5, undefined, (socket) => socket.destroy())
    await expect(ask(way, pieces).then((response) => response.text())).rejects.toThrow(/terminated|fetch failed/)
    await Promise.all([pieces.ended, handled])
    expect(pieces.given).toBe(3)
  })

  it('lets nobody take a file that broke off for a whole one', async () => {
    const logged = logLines.length
    const pieces = new Pieces(20, new Error('secret of the database'))
    const response = await ask(way, pieces)
    expect(response.status).toBe(200)
    if (way === 'download') await expect(response.text()).rejects.toThrow('terminated')
    else {
      const events = eventsIn(await response.text())
      expect(events).toHaveLength(21)
      expect(events.pop()).toEqual({
        error: { status: 'INTERNAL', message: 'Something went wrong here; the log has the details.' },
      })
    }
    await Promise.all([pieces.ended, handled])
    expect(loggedSince(logged)).toEqual(['[API] a call failed'])
  })
})

describe('before the first piece', () => {
  it('a download that fails is answered as any error is', async () => {
    const response = await ask('download', new Pieces(0, new Error('secret of the database')))
    expect(response.status).toBe(500)
    expect(response.headers.get('content-disposition')).toBeNull()
    expect(await response.json()).toEqual({
      error: { code: 'internal', message: 'Something went wrong here; the log has the details.' },
    })
  })

  it('an empty file is a whole one', async () => {
    const response = await ask('download', new Pieces(0))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="orders.csv"')
    expect(await response.text()).toBe('')
  })
})
