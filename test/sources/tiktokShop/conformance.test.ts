import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOrderSource } from '../../../functions/src/sources/tiktokShop/orders.ts'
import { createProductSource } from '../../../functions/src/sources/tiktokShop/products.ts'
import { createReturnSource } from '../../../functions/src/sources/tiktokShop/returns.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { productStream } from '../../../functions/src/streams/products/stream.ts'
import { returnStream } from '../../../functions/src/streams/returns/stream.ts'
import type { FakeTikTokShop } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import type { Records } from '../../../tools/fakes/tiktokShop/records.ts'
import type { FakeShop } from '../../../tools/fakes/tiktokShop/shop.ts'
import { rulesOf, type MakeSubject, type SubjectSource } from '../conformance.ts'
import { TestClock } from '../vendor/testClock.ts'
import { connect, startFake, type Connected } from './connected.ts'

/* Every rule of a source, over HTTP, against the fake: by tokens that go on behind an entry, and by such that count entries. */

const clock = new TestClock()
const fakes: FakeTikTokShop[] = []
beforeAll(async () => {
  for (const tokens of ['places', 'offsets'] as const) fakes.push(await startFake(clock, { tokens }))
})
afterAll(async () => {
  for (const fake of fakes) await fake.stop()
})

type Kind = 'orders' | 'returns' | 'products'
const payment = { currency: 'USD', total_amount: '35.97' }
const restOf: Readonly<Record<Kind, (state: string) => object>> = {
  orders: (state) => ({ payment, seller_note: state }),
  returns: (state) => ({ order_id: '5766', return_reason_text: state }),
  products: (state) => ({ title: state, skus: [] }),
}
const sourceOf: Readonly<Record<Kind, (connected: Connected) => Pick<SubjectSource, 'source' | 'stream'>>> = {
  orders: ({ options }) => ({
    source: createOrderSource({ ...options, statusMap: {}, returns: 'tiktokShop.1.returns' }),
    stream: orderStream,
  }),
  returns: ({ options }) => ({ source: createReturnSource(options), stream: returnStream }),
  products: ({ options }) => ({ source: createProductSource(options), stream: productStream }),
}

function subjectOf(kind: Kind, fakeAt: number): MakeSubject {
  return async () => {
    const fake = fakes[fakeAt]
    if (fake === undefined) throw new Error('The fake runs.')
    const connected = connect(fake, clock)
    const records = recordsOf(connected.shop, kind)
    return {
      ...sourceOf[kind](connected),
      put: async (id, changedAtMs, state = 'first') => {
        const update_time = Math.floor(changedAtMs / 1000)
        const create_time = records.get(id)?.create_time ?? update_time
        records.put({ id, create_time, update_time, status: 'COMPLETED', rest: restOf[kind](state) })
      },
      remove: async (id) => records.remove(id),
    }
  }
}

function recordsOf(shop: FakeShop, kind: Kind): Records {
  return shop[kind]
}

describe.each([
  ['orders', 'ordered', 0],
  ['orders', 'ordered', 1],
  ['returns', 'ordered', 0],
  ['products', 'unordered', 1],
] as const)('%s (%s) by page tokens of kind %i', (kind, strategy, fakeAt) => {
  it.each(Object.entries(rulesOf[strategy]))('%s', async (_name, rule) => {
    expect.hasAssertions()
    await rule(subjectOf(kind, fakeAt))
  })
})
