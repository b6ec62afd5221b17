import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { doorNames, doors } from '../harness/doors.ts'
import { logLines, type Answer, type FunctionName } from '../harness/server.ts'

/* Wrong bodies, queries and methods. What is wrong inside a callable's data is in invalidArguments.emulator.test.ts. */

const marker = 'c0ffee'
const json = { 'Content-Type': 'application/json' }
const tenMegabytes = JSON.stringify({ data: { cursor: marker.repeat(10_000_000 / marker.length) } })
const methodOf = { syncOrders: 'POST', resyncOrders: 'POST', syncStatus: 'GET', downloadOrders: 'POST' } as const
const httpsNames = ['syncOrders', 'resyncOrders', 'syncStatus', 'downloadOrders'] as const
const callableNames = doorNames.filter((name) => doors[name].kind === 'callable')
let server: AdminServer

beforeAll(async () => {
  server = await startAdminServer()
})
afterAll(() => server.stop())

/** A query or a body that an HTTPS function refuses: by which status, and naming which field. */
interface Case {
  readonly name: FunctionName
  readonly query?: string
  readonly init?: RequestInit
  readonly status: 400 | 404
  readonly field?: string
}

const wrongQueries: readonly Case[] = [
  ...httpsNames.flatMap((name): Case[] => [
    { name, query: `${marker}=1`, status: 400, field: marker },
    { name, query: '__proto__=1', status: 400, field: '__proto__' },
    { name, query: 'constructor=1', status: 400, field: 'constructor' },
    { name, query: '=1', status: 400, field: '""' },
    { name, query: `${'x'.repeat(5_000)}=1`, status: 400, field: 'x'.repeat(100) },
    { name, query: 'Pipeline=firestore.orders', status: 400, field: 'Pipeline' },
  ]),
  ...(['syncOrders', 'resyncOrders'] as const).flatMap((name): Case[] => [
    { name, query: 'pipeline=firestore.orders&pipeline=firestore.orders', status: 400, field: 'pipeline' },
    { name, query: `pipeline=${'x'.repeat(101)}`, status: 400, field: 'pipeline' },
    { name, query: `pipeline[${marker}]=1`, status: 400, field: `pipeline[${marker}]` },
    { name, query: `pipeline=${marker}`, status: 404 },
    { name, query: 'pipeline=', status: 404 },
    { name, query: 'pipeline=%E0%A4%A', status: 404 },
    { name, query: 'pipeline=square.orders', status: 404 },
    { name, query: 'pipeline=__proto__', status: 404 },
    ...['-1', '1.5', '1e3', '', '%205', marker, '1234567890', 'Infinity'].map((value): Case => ({
      name,
      query: `max_deletes=${value}`,
      status: 400,
      field: 'max_deletes',
    })),
    { name, query: 'max_deletes=1&max_deletes=2', status: 400, field: 'max_deletes' },
    { name, query: 'verify=yes', status: 400, field: 'verify' },
  ]),
  ...['1', 'TRUE', '', marker].map((value): Case => ({
    name: 'syncOrders',
    query: `force_full=${value}`,
    status: 400,
    field: 'force_full',
  })),
  { name: 'syncOrders', query: 'verify=true', status: 400, field: 'verify' },
  { name: 'syncOrders', query: 'force_full=true&force_full=true', status: 400, field: 'force_full' },
  { name: 'resyncOrders', query: 'force_full=true', status: 400, field: 'force_full' },
  { name: 'syncStatus', query: 'pipeline=firestore.orders', status: 400, field: 'pipeline' },
  // What is searched for belongs into no URL.
  { name: 'downloadOrders', query: 'format=csv', status: 400, field: 'format' },
]

const wrongBodies: readonly Case[] = (['syncOrders', 'resyncOrders'] as const).flatMap((name) =>
  [
    { headers: json, body: JSON.stringify({ pipeline: marker }) },
    { headers: json, body: JSON.stringify([marker]) },
    { headers: json, body: `{${' '.repeat(200)}}` },
    { headers: json, body: tenMegabytes },
    { headers: { 'Content-Type': 'text/plain' }, body: tenMegabytes },
    { headers: { 'Content-Type': 'application/octet-stream' }, body: tenMegabytes },
    { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: `pipeline=${marker}` },
  ].map((init): Case => ({ name, init, status: 400, field: 'body' })),
)

/** Bodies of downloadOrders: no JSON, or not what exportOrders takes. */
const wrongDownloads: readonly Case[] = [
  ...[
    {},
    { body: '' },
    { headers: { 'Content-Type': 'text/plain' }, body: '{"format":"csv"}' },
    { headers: { 'Content-Type': 'application/octet-stream' }, body: '{"format":"csv"}' },
    { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'format=csv' },
    { headers: json, body: tenMegabytes },
  ].map((init) => ['body', init] as const),
  ...(
    [
      ['request', [marker]],
      ['format', {}],
      ['format', { format: marker }],
      ['format', { format: ['csv'] }],
      ['limit', { format: 'csv', limit: 50 }],
      ['format', { data: { format: 'csv' } }],
      ['filter.status', { format: 'csv', filter: { status: [] } }],
      [`filter.${marker}`, { format: 'csv', filter: { [marker]: 1 } }],
      ['sort.field', { format: 'ndjson', sort: { field: marker, direction: 'asc' } }],
    ] as const
  ).map(([field, body]) => [field, { headers: json, body: JSON.stringify(body) }] as const),
  ...['{"__proto__":{"format":"csv"}}', '{"format":"csv","__proto__":{}}'].map(
    (body) => [body.startsWith('{"f') ? '__proto__' : 'format', { headers: json, body }] as const,
  ),
].map(([field, init]) => ({ name: 'downloadOrders', init, status: 400, field }))

describe('the HTTPS functions', () => {
  it.each([...wrongQueries, ...wrongBodies, ...wrongDownloads])(
    '$name?$query: $status $field',
    async ({ name, query = '', init, status, field }) => {
      const answer = await quietly(() =>
        server.fetch(name, { method: methodOf[name as keyof typeof methodOf], ...init }, `?${query}`),
      )
      const message: unknown = expect.stringMatching(/^.{1,400}$/s)
      const error = { code: status === 400 ? 'invalid-argument' : 'not-found', message }
      expect(answer).toMatchObject({ status, body: { error } })
      const said = (answer.body as { error: { message: string } }).error.message // As just seen.
      if (field === undefined) expect(said).toContain('Enabled: firestore.orders.')
      else expect(said.slice(0, said.indexOf(':'))).toBe(field)
      expect(said.slice(field?.length ?? 0)).not.toContain(marker)
    },
  )

  it.each(httpsNames)('%s takes no other method, and says which it takes', async (name) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']) {
      if (method === methodOf[name]) continue
      const answer = await server.fetch(name, { method })
      expect({ method, status: answer.status }).toEqual({ method, status: 405 })
      expect(answer.headers.get('allow')).toBe(methodOf[name])
      if (method !== 'HEAD') expect(answer.body).toMatchObject({ error: { code: 'method-not-allowed' } })
    }
  })

  it('refuse in this order: who, what, where, how', async () => {
    const wrong = { method: 'PUT', headers: json, body: '{"data":1}' }
    const nobody = { ...wrong, headers: { ...json, Authorization: 'Bearer nobody' } }
    for (const [init, query, status] of [
      [nobody, '?nonsense=1', 401],
      [wrong, '?nonsense=1', 400],
      [wrong, `?pipeline=${marker}`, 400],
      [{ method: 'PUT' }, `?pipeline=${marker}`, 404],
      [{ method: 'PUT' }, '', 405],
    ] as const) {
      expect((await server.fetch('syncOrders', init, query)).status).toBe(status)
    }
  })

  it.each(['', '{}', ' { } \n'])('take the empty body %j, whatever it is called', async (body) => {
    for (const type of ['application/json', 'text/plain', 'application/octet-stream']) {
      if (type === 'application/json' && body === '') continue
      const answer = await server.fetch('resyncOrders', { method: 'POST', headers: { 'Content-Type': type }, body })
      expect(answer).toMatchObject({ status: 202 })
    }
  })
})

describe('the callables', () => {
  it.each(callableNames)('%s takes a call, in JSON and of a size', async (name) => {
    const post = { method: 'POST', headers: json }
    for (const [field, init] of [
      ['data', { ...post, body: '{}' }],
      ['data', { ...post, body: '[]' }],
      ['data', { ...post, body: JSON.stringify({ [marker]: 1 }) }],
      [marker, { ...post, body: JSON.stringify({ data: {}, [marker]: 1 }) }],
      ['__proto__', { ...post, body: '{"data":{},"__proto__":{}}' }],
      ['body', { ...post, body: tenMegabytes }],
      ['body', { ...post, body: `{"x":${tenMegabytes}}` }],
    ] as const) {
      const { body, status } = await quietly(() => server.fetch(name, init))
      const message: unknown = expect.stringMatching(new RegExp(`^${field}: `))
      expect({ status, body }).toEqual({ status: 400, body: { error: { status: 'INVALID_ARGUMENT', message } } })
    }
  })

  it.each(callableNames)('%s refuses what the protocol does not know', async (name) => {
    for (const init of [
      { method: 'POST' },
      { method: 'POST', headers: json },
      { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: tenMegabytes },
      { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: tenMegabytes },
      { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: `data=${marker}` },
      { method: 'GET' },
      { method: 'PUT', headers: json, body: '{"data":{}}' },
      { method: 'DELETE', headers: json, body: '{"data":{}}' },
    ]) {
      const { body, status } = await quietly(() => server.fetch(name, init))
      expect({ status, body }).toMatchObject({ status: 400, body: { error: { status: 'INVALID_ARGUMENT' } } })
    }
  })

  it.each(callableNames)('%s asks who calls before it says what is wrong', async (name) => {
    const answer = await server.fetch(name, {
      method: 'POST',
      headers: { ...json, Authorization: 'Bearer a-token-of.nobody-at.all-of-us' },
      body: tenMegabytes,
    })
    expect(answer.status).toBe(401)
  })
})

describe('JSON that is none', () => {
  // The platform's framework reads bodies before any function sees the request, and answers by itself.
  it.each(doorNames)('%s never gets to see it', async (name) => {
    for (const body of [
      `{"data":${marker}}`,
      '{"data":NaN}',
      '{"data":',
      '{"data":{"limit":1,}}',
      '\0',
      '"text"',
      '5',
    ]) {
      const answer = await server.fetch(name, { method: 'POST', headers: json, body })
      expect({ body, status: answer.status }).toEqual({ body, status: 400 })
      expect(answer.text).not.toContain(marker)
      expect(answer.text).not.toMatch(/\bat .*:\d+/)
    }
  })
})

/** Fails if anything of the request is logged. */
async function quietly(send: () => Promise<Answer>): Promise<Answer> {
  const logged = logLines.length
  const answer = await send()
  expect(logLines.slice(logged).join('\n')).not.toContain(marker)
  return answer
}
