import { describe, expect, it } from 'vitest'

import type { Fault } from '../../../../tools/fakes/square/faults.ts'
import { placeOrder } from '../../../../tools/fakes/square/trade/trade.ts'
import { AskedSquare, idsOf, searchOf, startMs, withCursor } from './askedSquare.ts'

const asked = new AskedSquare()

const line = { name: 'Anchor mug', quantity: '1', price: 1600 }
const byTwo = searchOf({ limit: 2 })

/** Plans a fault, in a merchant of five orders. */
function plan(fault: Fault, options?: { times?: number; path?: RegExp }): void {
  for (let n = 0; n < 5; n++) {
    asked.nowMs = startMs + n * 1000
    placeOrder(asked.merchant, { id: `o${n}`, locationId: 'MAIN', lines: [line] })
  }
  asked.fake.faults.next(fault, options)
}

describe('a fault of a call', () => {
  it('comes for the calls that it is asked for, and for no other', async () => {
    plan({ kind: 'throttle', retryAfter: 7 }, { path: /orders/, times: 2 })
    await asked.call({ path: '/v2/locations' })
    for (let n = 0; n < 2; n++) {
      const response = await asked.send(byTwo)
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
      expect(await response.json()).toMatchObject({ errors: [{ category: 'RATE_LIMIT_ERROR', code: 'RATE_LIMITED' }] })
    }
    await asked.call(byTwo)
  })

  it('may be throttling without a word about when to try again', async () => {
    plan({ kind: 'throttle' })
    const response = await asked.send(byTwo)
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, null])
  })

  it.each([
    [500, 'INTERNAL_SERVER_ERROR'],
    [502, 'BAD_GATEWAY'],
    [503, 'SERVICE_UNAVAILABLE'],
    [504, 'GATEWAY_TIMEOUT'],
  ])('may be status %d', async (status, code) => {
    plan({ kind: 'error', status })
    expect(await asked.refused(byTwo)).toEqual([status, code])
  })

  it('may be an error of any words', async () => {
    plan({ kind: 'error', status: 403, code: 'FORBIDDEN', detail: 'Not this location.' })
    expect(await asked.refused(byTwo)).toEqual([403, 'FORBIDDEN'])
  })

  it('may be errors inside a success', async () => {
    plan({ kind: 'error', status: 200, category: 'API_ERROR', code: 'TEMPORARY_ERROR' })
    const response = await asked.send(byTwo)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ errors: [{ category: 'API_ERROR', code: 'TEMPORARY_ERROR' }] })
  })

  it('may be a page of HTML', async () => {
    plan({ kind: 'html', status: 502 })
    const response = await asked.send(byTwo)
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html'])
  })

  it('may be half an answer that says it is whole', async () => {
    plan({ kind: 'truncate' })
    const response = await asked.send(byTwo)
    expect(response.status).toBe(200)
    await expect(response.json()).rejects.toThrow(SyntaxError)
    expect(asked.fake.calls[0]?.code).toBeNull()
  })

  it('may be a connection that is cut', async () => {
    plan({ kind: 'reset' })
    await expect(asked.send(byTwo)).rejects.toThrow('fetch failed')
  })

  it('may be an answer that stops half way', async () => {
    plan({ kind: 'stall' })
    const response = await asked.send(byTwo)
    const reader = response.body?.getReader()
    const first = await reader?.read()
    expect(first?.done).toBe(false)
    expect(Buffer.from(first?.value ?? []).byteLength).toBeLessThan(Number(response.headers.get('content-length')))
    await reader?.cancel()
  })

  it('may be the right answer, late', async () => {
    plan({ kind: 'slow', ms: 5 })
    expect(idsOf(await asked.rows('orders', byTwo))).toEqual(['o0', 'o1'])
  })
})

const cursor = async (): Promise<string> => String((await asked.call(byTwo)).cursor)

describe('a fault of paging', () => {
  it('may be a cursor that is refused, though it is young', async () => {
    plan({ kind: 'deadCursor' })
    const token = await cursor()
    expect(await asked.refused(withCursor(byTwo, token))).toEqual([400, 'INVALID_CURSOR'])
    expect(idsOf(await asked.rows('orders', withCursor(byTwo, token)))).toEqual(['o2', 'o3'])
  })

  it.each([false, true])('may be the same page for ever (by new cursors: %s)', async (isNew) => {
    plan({ kind: 'endlessCursor', isNew }, { times: 4 })
    let token = await cursor()
    const seen = new Set([token])
    for (let n = 0; n < 3; n++) {
      const answer = await asked.call(withCursor(byTwo, token))
      expect(answer.orders).toMatchObject([{ id: 'o0' }, { id: 'o1' }])
      token = String(answer.cursor)
      seen.add(token)
    }
    expect(seen.size).toBe(isNew ? 4 : 1)
  })

  it('may be a full page without a cursor, though more rows follow', async () => {
    plan({ kind: 'lostCursor' })
    const answer = await asked.call(byTwo)
    expect(answer.orders).toHaveLength(2)
    expect(answer).not.toHaveProperty('cursor')
    asked.fake.faults.next({ kind: 'lostCursor', isEmpty: true })
    expect(await cursor()).toBe('')
  })

  it('may be a row that comes again on the next page', async () => {
    plan({ kind: 'repeatedRow' }, { times: 2 })
    const pages = await asked.pages('orders', byTwo)
    expect(pages.map(idsOf)).toEqual([['o0', 'o1'], ['o1', 'o2'], ['o2', 'o3'], ['o4']])
  })

  it.each([0, 1])('may be a page of %d rows, and a cursor', async (rows) => {
    plan({ kind: 'shortPage', rows })
    const pages = await asked.pages('orders', byTwo)
    expect(pages[0]).toHaveLength(rows)
    expect(pages.flatMap(idsOf)).toEqual(['o0', 'o1', 'o2', 'o3', 'o4'])
  })

  it('may be another order than was asked for', async () => {
    plan({ kind: 'ignoredSort' })
    expect(idsOf(await asked.rows('orders', byTwo))).toEqual(['o4', 'o3'])
  })
})
