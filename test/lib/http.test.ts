import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { HttpError, retryAfterMs, sendRequest, type HttpAnswer } from '../../functions/src/lib/http.ts'

const server = createServer((request, response) => handle(request, response))
let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {}
let base = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const secret = 'do-not-tell'
const limits = { timeoutMs: 200, bytes: 1_000 }

function send(body?: string, own = limits): Promise<HttpAnswer> {
  const url = new URL(`/path?app_secret=${secret}`, base)
  const headers = { 'x-token': secret, 'content-type': 'application/json' }
  return sendRequest(
    fetch,
    { method: body === undefined ? 'GET' : 'POST', url, headers, ...(body !== undefined && { body }) },
    own,
  )
}

async function errorOf(promise: Promise<unknown>): Promise<HttpError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof HttpError)) throw new Error('No whole answer comes.')
  return error
}

describe('a request', () => {
  it('sends method, headers and body, and gives the whole answer whatever its status', async () => {
    handle = (request, response) => {
      request.on('data', (chunk: Buffer) =>
        response.writeHead(418, { 'x-echo': String(request.headers['x-token']) }).end(chunk),
      )
    }
    const { status, headers, text } = await send('{"a":"ä"}')
    expect([status, headers.get('x-echo'), text]).toEqual([418, secret, '{"a":"ä"}'])
  })

  it('may be answered by nothing', async () => {
    handle = (_request, response) => response.writeHead(204).end()
    expect(await send()).toMatchObject({ status: 204, text: '' })
  })
})

describe('an answer that does not come whole', () => {
  it.each<[string, typeof handle, RegExp]>([
    ['that never comes', () => {}, /within 200 ms/],
    [
      'that stalls',
      (_request, response) => void response.writeHead(200, { 'content-length': 99 }).write('{"a":'),
      /within 200 ms/,
    ],
    [
      'that drips',
      (_request, response) => {
        const drip = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(drip))
      },
      /within 200 ms/,
    ],
    ['that is reset', (_request, response) => void response.socket?.resetAndDestroy(), /ECONNRESET/],
    [
      'that is shorter than it says',
      (_request, response) => {
        response.writeHead(200, { 'content-length': 99 })
        response.write('{"a":1}', () => response.socket?.destroy())
      },
      /in full/,
    ],
    ['that is too long', (_request, response) => void response.end('x'.repeat(5_000)), /more than 1000 bytes/],
    ['that is no text', (_request, response) => void response.end(Buffer.from([0x7b, 0xff, 0xfe])), /in full/],
    [
      'that leads elsewhere',
      (_request, response) => void response.writeHead(302, { location: '/other' }).end(),
      /in full/,
    ],
  ])('%s is an error that tells no secret', async (_what, own, message) => {
    handle = own
    const error = await errorOf(send())
    expect(error.message).toMatch(message)
    expect(error.message).toContain('/path')
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain(secret)
    expect(error.cause).toBeUndefined()
  })
})

describe('Retry-After', () => {
  it.each([
    ['3', 3_000],
    ['0', 0],
    [' 12 ', 12_000],
    ['Wed, 01 Jul 2026 00:00:05 GMT', 5_000],
    ['Tue, 30 Jun 2026 00:00:00 GMT', 0],
    ['soon', null],
    ['-1', null],
  ])('%j means a wait of %j ms', (text, ms) => {
    expect(retryAfterMs(new Headers({ 'retry-after': text }), Date.UTC(2026, 6, 1))).toBe(ms)
  })

  it('may be absent', () => {
    expect(retryAfterMs(new Headers(), 0)).toBeNull()
  })
})
