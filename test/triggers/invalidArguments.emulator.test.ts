import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { logLines, type Answer, type FunctionName } from '../harness/server.ts'
import { ids, Shop } from '../harness/shop.ts'
import { marker, prototypes, wrongRequests } from './wrongRequests.ts'

/*
 * The arguments that no caller may send: each wrong one is answered with the name of its field, without the value, and never with a
 * 500. The values hold `marker`, which may turn up in no answer and in no log line.
 */

let server: AdminServer

beforeAll(async () => {
  const shop = new Shop()
  await shop.putMany(ids(30), (_, i) => ({ status: i % 2 === 0 ? 'PENDING' : 'SHIPPED', customerName: `Ana ${i}` }))
  server = await startAdminServer({ db: shop.db })
  await server.fetch('resyncOrders', { method: 'POST' })
  await server.drain()
})
afterAll(() => server.stop())

describe('the callables name the field that is wrong', () => {
  for (const [name, list] of Object.entries(wrongRequests)) {
    it.each(list.map(([field, data]) => ({ field, json: JSON.stringify(data) })))(
      `${name}: $field of $json`,
      ({ field, json }) => expectRefusal(name as FunctionName, field, json), // Object.entries forgets the literal's keys.
    )
  }
  it.each(prototypes.map(([field, json]) => ({ field, json })))('listOrders: $field of $json', ({ field, json }) =>
    expectRefusal('listOrders', field, json),
  )
  it.each(['__proto__', 'constructor'])('the others: %s', async (key) => {
    await expectRefusal('getOrder', key, `{"id":"firestore:1","${key}":{}}`)
    await expectRefusal('orderStats', key, `{"by":"day","${key}":{}}`)
    await expectRefusal('exportOrders', key, `{"format":"csv","${key}":{}}`)
    await expectRefusal('getSyncStatus', key, `{"${key}":{}}`)
    await expectRefusal('startSync', key, `{"mode":"full","${key}":{}}`)
  })
})

describe('cursors', () => {
  it('belong to their filter and sort, and are refused when altered', async () => {
    const filter = { status: ['pending'] }
    const page = await server.ask('listOrders', { filter, limit: 3 })
    const cursor = page.nextCursor ?? ''
    expect((await server.call('listOrders', { filter, limit: 7, cursor })).status).toBe(200)
    const foreign = [
      { cursor },
      { cursor, filter: { status: ['shipped'] } },
      { cursor, filter: { ...filter, search: 'ana' } },
      { cursor, filter, sort: { field: 'createdAt', direction: 'asc' } },
      { cursor, filter, sort: { field: 'total', direction: 'desc' } },
    ]
    for (const request of foreign) await expectRefusal('listOrders', 'cursor', JSON.stringify(request))
    const altered = Array.from(
      cursor,
      (letter, i) => `${cursor.slice(0, i)}${letter === 'A' ? 'B' : 'A'}${cursor.slice(i + 1)}`,
    )
    const longer = [`${cursor}A`, `A${cursor}`, `${cursor}${cursor}`, cursor.slice(0, -1), ` ${cursor}`, `${cursor}\n`]
    for (const one of [...altered, ...longer]) {
      await expectRefusal('listOrders', 'cursor', JSON.stringify({ cursor: one, filter }))
    }
  })
})

describe('whatever is sent', () => {
  const json = fc.jsonValue({ maxDepth: 5 })
  const nearly = fc.record(
    {
      filter: fc.oneof(
        json,
        fc.record(
          {
            status: fc.oneof(json, fc.array(fc.constantFrom('pending', 'shipped'))),
            source: fc.oneof(json, fc.array(fc.constantFrom('firestore', 'square'))),
            currency: fc.oneof(json, fc.array(fc.stringMatching(/^[A-Z]{3}$/))),
            createdFrom: fc.oneof(
              json,
              fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
            ),
            updatedTo: fc.oneof(
              json,
              fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
            ),
            totalMin: fc.oneof(json, fc.integer(), fc.double()),
            search: fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
            '@type': json,
          },
          { requiredKeys: [] },
        ),
      ),
      sort: fc.oneof(
        json,
        fc.record({ field: fc.constantFrom('total', 'customer', 'status'), direction: fc.constantFrom('asc', 'desc') }),
      ),
      limit: fc.oneof(json, fc.integer(), fc.double()),
      cursor: fc.oneof(json, fc.base64String()),
      facets: fc.oneof(json, fc.boolean()),
    },
    { requiredKeys: [] },
  )

  it('listOrders answers or names a field', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, nearly), async (data) => {
        const answer = await server.call('listOrders', data)
        expect(answer).toMatchObject({ status: expect.toBeOneOf([200, 400]) as unknown })
        if (answer.status === 400) expect(messageOf(answer)).toMatch(/^.+: ./s)
      }),
      { numRuns: 500 },
    )
  })

  it('getOrder finds nothing or names a field', async () => {
    const sourceIds = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^[._/~-]{0,3}$/),
    )
    await fc.assert(
      fc.asyncProperty(sourceIds, async (sourceId) => {
        const answer = await server.call('getOrder', { id: `firestore:${sourceId}` })
        expect(answer).toMatchObject({ status: expect.toBeOneOf([400, 404]) as unknown })
      }),
      { numRuns: 200 },
    )
  })
})

/** Calls with `json` as it stands, and fails unless the answer names `field` and nothing repeats the marker. */
async function expectRefusal(name: FunctionName, field: string, json: string): Promise<void> {
  const logged = logLines.length
  const answer = await server.fetch(name, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: `{"data":${json}}`,
  })
  const message = messageOf(answer)
  expect(answer).toMatchObject({ status: 400, body: { error: { status: 'INVALID_ARGUMENT', message } } })
  expect(message.slice(0, message.indexOf(':'))).toBe(field)
  expect(message.length).toBeLessThan(400)
  // A wrong key is named; a wrong value is not.
  for (const text of [message.slice(field.length), ...logLines.slice(logged)]) expect(text).not.toContain(marker)
}

function messageOf({ body }: Answer): string {
  return (body as { error: { message: string } }).error.message // Fails, as it should, where there is none.
}
