import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { noInputs, type Source } from '../../../functions/src/model/source.ts'
import { createShopPerformanceSource } from '../../../functions/src/sources/tiktokShop/shopPerformance.ts'
import type { ShopDay } from '../../../functions/src/streams/shopPerformance/schema.ts'
import { shopPerformanceStream } from '../../../functions/src/streams/shopPerformance/stream.ts'
import type { FakeTikTokShop } from '../../../tools/fakes/tiktokShop/fakeTikTokShop.ts'
import { rulesOf, type MakeSubject } from '../conformance.ts'
import { TestClock } from '../vendor/testClock.ts'
import { connect, startFake, type Connected } from './connected.ts'

const clock = new TestClock(Date.UTC(2026, 6, 1))
let fake: FakeTikTokShop
let connected: Connected
let source: Source<ShopDay>
beforeAll(async () => {
  fake = await startFake(clock)
})
afterAll(() => fake.stop())
beforeEach(() => {
  connected = connect(fake, clock)
  source = createShopPerformanceSource({ ...connected.options, since: '2026-01-01' })
})

const day = { gmv: '120.50', orders: 3, itemsSold: 7, visitors: 250 }

describe('the days of a shop', () => {
  it('are all enumerated, ninety with a call', async () => {
    for (let n = 0; n < 180; n++)
      connected.shop.days.set(new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10), day)
    const ids: string[] = []
    const cursors: string[] = []
    for await (const page of source.enumerate('all', null, 10, noInputs)) {
      ids.push(...page.records.map(({ sourceId }) => sourceId))
      cursors.push(page.cursor)
    }
    expect(new Set(ids).size).toBe(180)
    expect(cursors).toEqual(['2026-04-01', '2026-06-30', '2026-09-28'])
    const rest: string[] = []
    for await (const page of source.enumerate('all', '2026-06-30', 10, noInputs)) {
      rest.push(...page.records.map(({ sourceId }) => sourceId))
    }
    expect(rest).toEqual([])
  })

  it('become records with amounts in the minor unit', async () => {
    connected.shop.days.set('2026-05-05', day)
    const { found, absent, usage } = await source.lookup(
      ['2026-05-05', '2026-05-06', '2026-02-30'].map((one) => `${connected.shop.id}.${one}`),
      noInputs,
    )
    expect(usage.calls).toBe(1)
    expect(absent).toHaveLength(2)
    const [record] = found
    if (record === undefined) throw new Error('The day is there.')
    const parsed = source.parse(record, noInputs)
    if (!parsed.ok) throw new Error(parsed.reason)
    expect(parsed.record).toMatchObject({
      day: '2026-05-05',
      gmv: 12_050,
      currency: 'USD',
      orders: 3,
      visitors: 250,
      pageViews: null,
    })
    expect(shopPerformanceStream.schema.parse(parsed.record)).toEqual(parsed.record)
    expect(shopPerformanceStream.keyTime(parsed.record)).toBe(Date.UTC(2026, 4, 5))
  })

  it('that are not counted yet are left out', async () => {
    const data = {
      latest_available_date: '2026-05-05',
      performance: { intervals: [{ start_date: '2026-05-05' }, { start_date: '2026-05-06' }] },
    }
    const answering: typeof fetch = async () => new Response(JSON.stringify({ code: 0, message: 'Success', data }))
    const { options } = connect(fake, clock, 2_000, answering)
    const partial = createShopPerformanceSource({ ...options, since: '2026-05-01' })
    for await (const { records } of partial.enumerate('all', null, 10, noInputs)) expect(records).toHaveLength(1)
  })
})

const dayOf = (id: string): string => new Date(Date.UTC(2026, 0, 1 + Number(id.slice(1)))).toISOString().slice(0, 10)
const idOf = (sourceId: string): string =>
  sourceId === 'nowhere'
    ? sourceId
    : `r${String((Date.parse(sourceId.slice(-10)) - Date.UTC(2026, 0, 1)) / 86_400_000).padStart(4, '0')}`

/** Its records are days: the rules' ids are given a day each. Versions say nothing here, so the rule of versions is not for it. */
const make: MakeSubject = async () => {
  const { shop, options } = connect(fake, clock)
  const own = createShopPerformanceSource({ ...options, since: '2026-01-01' })
  return {
    source: {
      ...own,
      enumerate: async function* (...given) {
        for await (const page of own.enumerate(...given)) {
          yield { ...page, records: page.records.map((record) => ({ ...record, sourceId: idOf(record.sourceId) })) }
        }
      },
      lookup: async (ids) => {
        const looked = await own.lookup(
          ids.map((id) => (id === 'nowhere' ? id : `${shop.id}.${dayOf(id)}`)),
          noInputs,
        )
        return {
          ...looked,
          found: looked.found.map((record) => ({ ...record, sourceId: idOf(record.sourceId) })),
          absent: looked.absent.map((one) => ({ ...one, sourceId: idOf(one.sourceId) })),
        }
      },
    },
    stream: shopPerformanceStream,
    put: async (id) => void shop.days.set(dayOf(id), day),
    remove: async (id) => void shop.days.delete(dayOf(id)),
  }
}

describe('a source that is looked through again', () => {
  const { 'shows a later state under a larger version, read later, by whichever way': _versions, ...rules } =
    rulesOf.rescan
  it.each(Object.entries(rules))('%s', async (_name, rule) => {
    expect.hasAssertions()
    await rule(make)
  })
})

it('a record that is no day is refused', () => {
  const readTime = instantFromMs(0)
  expect(source.parse({ sourceId: 'x', changedAt: null, version: '1', readTime, raw: {} }, noInputs)).toEqual({
    ok: false,
    reason: 'start_date: is missing, or no day',
  })
})
