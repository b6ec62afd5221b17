import { describe, expect, it } from 'vitest'

import { cursorLifeMs, type CursorKind } from '../../../../tools/fakes/square/cursors.ts'
import { changeOrder, placeOrder } from '../../../../tools/fakes/square/trade/trade.ts'
import { AskedSquare, idsOf, searchOf, startMs, withCursor } from './askedSquare.ts'

const asked = new AskedSquare()

const line = { name: 'Anchor mug', quantity: '1', price: 1600 }

function placeMany(count: number): void {
  for (let n = 0; n < count; n++) {
    asked.nowMs = startMs + n * 1000
    placeOrder(asked.merchant, { id: `o${n}`, locationId: 'MAIN', lines: [line], payment: null })
  }
}

const byTwo = searchOf({ limit: 2 })
const cursor = async (): Promise<string> => String((await asked.call(byTwo)).cursor)

const idsWhileMoving = async (cursors: CursorKind): Promise<string[]> => {
  await asked.fake.stop()
  await asked.start({ cursors })
  placeMany(6)
  asked.nowMs += 1000
  let calls = 0
  asked.fake.beforeAnswer = () => {
    // The first two are changed between the first page and the second, and go to the end of the list.
    if ((calls += 1) === 2) for (const id of ['o0', 'o1']) changeOrder(asked.merchant, id, { note: 'changed' })
  }
  return (await asked.pages('orders', byTwo)).flatMap(idsOf)
}

describe('a cursor', () => {
  it('leads to an end that has none', async () => {
    placeMany(5)
    expect((await asked.pages('orders', byTwo)).map(idsOf)).toEqual([['o0', 'o1'], ['o2', 'o3'], ['o4']])
    const whole = await asked.call(searchOf({ limit: 5 }))
    expect(whole).not.toHaveProperty('cursor')
  })

  it('lives five minutes', async () => {
    placeMany(5)
    const call = withCursor(byTwo, await cursor())
    asked.nowMs += cursorLifeMs
    expect(idsOf(await asked.rows('orders', call))).toEqual(['o2', 'o3'])
    asked.nowMs += 1
    expect(await asked.refused(call)).toEqual([400, 'INVALID_CURSOR'])
  })

  it('is good for its own query alone', async () => {
    placeMany(5)
    const token = await cursor()
    const others = [searchOf({ limit: 3 }), searchOf({ limit: 2, location_ids: ['MAIN'] }), searchOf({ limit: 2 }, {})]
    for (const other of others) expect(await asked.refused(withCursor(other, token))).toEqual([400, 'INVALID_CURSOR'])
    expect(await asked.refused({ path: '/v2/payments', query: { cursor: token } })).toEqual([400, 'INVALID_CURSOR'])
    expect(await asked.refused(withCursor(byTwo, 'abc'))).toEqual([400, 'INVALID_CURSOR'])
  })

  it('goes on behind the last row by one kind, and skips as many rows by the other', async () => {
    expect(await idsWhileMoving('places')).toEqual(['o0', 'o1', 'o2', 'o3', 'o4', 'o5', 'o0', 'o1'])
    expect(await idsWhileMoving('offsets')).toEqual(['o0', 'o1', 'o4', 'o5', 'o0', 'o1'])
  })
})
