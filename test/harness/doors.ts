import { expect } from 'vitest'

import { logLines, type Answer, type FunctionName, type TestServer } from './server.ts'

interface Door {
  readonly kind: 'https' | 'callable'
  readonly method: 'GET' | 'POST'
  /** The data of a callable, or the JSON body of an HTTPS function; null for an HTTPS function without a body. */
  readonly data: unknown
  /** The status with which it lets a caller in, where nothing is cached and no sync ever ran. */
  readonly welcome: number
}

/** Every function that the world can reach, asked for something harmless. */
export const doors = {
  syncOrders: { kind: 'https', method: 'POST', data: null, welcome: 202 },
  resyncOrders: { kind: 'https', method: 'POST', data: null, welcome: 202 },
  syncStatus: { kind: 'https', method: 'GET', data: null, welcome: 200 },
  listOrders: { kind: 'callable', method: 'POST', data: {}, welcome: 200 },
  getOrder: { kind: 'callable', method: 'POST', data: { id: 'firestore:nowhere' }, welcome: 404 },
  orderStats: { kind: 'callable', method: 'POST', data: { by: 'day' }, welcome: 200 },
  // 400, for nothing but a stream is answered, and this caller takes none; expectStreamVerdict does.
  exportOrders: { kind: 'callable', method: 'POST', data: { format: 'csv' }, welcome: 400 },
  describeStreams: { kind: 'callable', method: 'POST', data: null, welcome: 200 },
  listRecords: { kind: 'callable', method: 'POST', data: { stream: 'orders' }, welcome: 200 },
  getRecord: { kind: 'callable', method: 'POST', data: { stream: 'orders', id: 'firestore:nowhere' }, welcome: 404 },
  // 400 as exportOrders.
  exportRecords: { kind: 'callable', method: 'POST', data: { stream: 'orders', format: 'csv' }, welcome: 400 },
  downloadOrders: { kind: 'https', method: 'POST', data: { format: 'csv' }, welcome: 200 },
  getSyncStatus: { kind: 'callable', method: 'POST', data: null, welcome: 200 },
  // 400, for seasons are off by default; saveOperatingSeason.emulator.test.ts has them on.
  saveOperatingSeason: {
    kind: 'callable',
    method: 'POST',
    data: { id: 'a'.repeat(20), version: 1, remove: true },
    welcome: 400,
  },
  startSync: { kind: 'callable', method: 'POST', data: { mode: 'full' }, welcome: 200 },
} as const satisfies Partial<Record<FunctionName, Door>>

export type DoorName = keyof typeof doors
export const doorNames = Object.keys(doors) as DoorName[] // Object.keys forgets the literal's keys.

export type Verdict = 'in' | 'unauthenticated' | 'permission-denied'

/** Somebody who calls, and what must become of it. OIDC tokens are for machines, which have no business with callables. */
export interface Caller {
  readonly name: string
  /** The header; undefined where there is none. */
  readonly authorization: () => string | undefined
  readonly https: Verdict
  readonly callable: Verdict
}

const refusals = {
  unauthenticated: { status: 401, error: 'UNAUTHENTICATED' },
  'permission-denied': { status: 403, error: 'PERMISSION_DENIED' },
} as const

/** Calls, and fails unless the caller is told what the contract says, and nobody anything of the token. */
export async function expectVerdict(server: TestServer, name: DoorName, caller: Caller): Promise<void> {
  const door = doors[name]
  const authorization = caller.authorization()
  const logged = logLines.length
  const answer = await knock(server, name, authorization)
  expectNothingOf(authorization, [answer.text, ...logLines.slice(logged)])
  const verdict = caller[door.kind]
  if (verdict === 'in') {
    expect(answer.status).toBe(door.welcome)
    return
  }
  const { status, error } = refusals[verdict]
  expect(answer).toMatchObject({ status })
  const message = expect.stringMatching(/./)
  expect(answer.body).toEqual({
    error: door.kind === 'https' ? { code: verdict, message } : { status: error, message },
  })
  if (door.kind === 'https' && status === 401) expect(answer.headers.get('www-authenticate')).toBe('Bearer')
}

/** Calls exportOrders as a client that takes a stream, and fails unless it is told what the contract says. */
export async function expectStreamVerdict(server: TestServer, caller: Caller): Promise<void> {
  const authorization = caller.authorization()
  const logged = logLines.length
  const answer = await knock(server, 'exportOrders', authorization, { Accept: 'text/event-stream' })
  expectNothingOf(authorization, [answer.text, ...logLines.slice(logged)])
  const events = answer.text.split('\n').flatMap((line): unknown[] => {
    const [, json] = /^data: (.*)$/.exec(line) ?? []
    return json === undefined ? [] : [JSON.parse(json)]
  })
  if (caller.callable === 'in') {
    const result: unknown = expect.objectContaining({ rows: 0 })
    expect(events).toEqual([{ message: { text: expect.stringMatching(/^\uFEFFid,/) as unknown } }, { result }])
    return
  }
  // The protocol has sent its 200 by then.
  const { error: status } = refusals[caller.callable]
  expect(events).toEqual([{ error: { status, message: expect.stringMatching(/./) as unknown } }])
}

function knock(
  server: TestServer,
  name: DoorName,
  authorization: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { kind, method, data } = doors[name]
  const body = kind === 'callable' ? { data } : data
  return server.fetch(name, {
    method,
    headers: {
      ...headers,
      ...(body !== null && { 'Content-Type': 'application/json' }),
      ...(authorization !== undefined && { Authorization: authorization }),
    },
    ...(body !== null && { body: JSON.stringify(body) }),
  })
}

/** Neither the token nor one of its parts. */
function expectNothingOf(authorization: string | undefined, texts: readonly string[]): void {
  const parts = (authorization ?? '').split(/[ .]/).filter((part) => part.length >= 12)
  for (const text of texts) for (const part of parts) expect(text).not.toContain(part)
}
