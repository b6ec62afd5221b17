import { beforeEach, describe, expect, it } from 'vitest'

import { day, Seller, tokenServer } from './seller.ts'

/* One authorization and many instances that renew it. */

const server = tokenServer()
let seller: Seller
let id: string

beforeEach(async () => {
  seller = new Seller(server)
  id = await seller.connect()
})

function unavailable(): never {
  throw Object.assign(new Error('The service is unavailable.'), { code: 14 })
}

describe('an access token', () => {
  it('is read once, and used without reads for five minutes', async () => {
    const { access, counts } = seller.instance()
    const { accessToken, cipher } = await access().current()
    expect(server.takes(accessToken)).toBe(true)
    expect(cipher).toBe('GCP_cipher-1')
    for (let call = 0; call < 20; call++) await access().current()
    // The connection and the authorization.
    expect(counts).toMatchObject({ reads: 2, writes: 0 })
    seller.pass(5 * 60_000)
    await access().current()
    expect(counts).toMatchObject({ reads: 4, writes: 0 })
    expect(server.refreshCalls).toBe(0)
  })

  it('is renewed ahead of its time', async () => {
    const { access } = seller.instance()
    const before = await access().current()
    seller.pass(6.5 * day)
    const after = await access().current()
    expect(after.accessToken).not.toBe(before.accessToken)
    expect(server).toMatchObject({ refreshCalls: 1, renewals: 1 })
    expect(await seller.stored(id)).toMatchObject({ pair: 2, state: 'ok', renewal: { holder: null, openSince: null } })
  })

  it('is used to its end where it cannot be renewed ahead, and that is not tried with each call', async () => {
    const { access } = seller.instance()
    const before = await access().current()
    server.behaviour = 'down'
    seller.pass(6.5 * day)
    for (let call = 0; call < 5; call++) expect(await access().current()).toEqual(before)
    expect(server.refreshCalls).toBe(1)
    seller.pass(61_000)
    await access().current()
    expect(server.refreshCalls).toBe(2)
    seller.pass(day)
    await expect(access().current()).rejects.toMatchObject({ retryable: true })
    server.behaviour = 'strict'
    expect(server.takes((await access().current()).accessToken)).toBe(true)
    expect(await seller.openAlerts()).toEqual({})
  })
})

describe('twenty calls with an expired token', () => {
  it('of one instance make one renewal', async () => {
    const { access } = seller.instance()
    const { accessToken: expired } = await access().current()
    server.expire()
    server.delayMs = 200
    const renewed = await Promise.all(Array.from({ length: 20 }, () => access().renewed(expired)))
    expect(new Set(renewed.map(({ accessToken }) => accessToken)).size).toBe(1)
    expect(server.takes(renewed[0]?.accessToken ?? '')).toBe(true)
    expect(server).toMatchObject({ refreshCalls: 1, renewals: 1 })
  })

  it('of twenty instances make one renewal', async () => {
    const instances = Array.from({ length: 20 }, () => seller.instance())
    const [first] = await Promise.all(instances.map(({ access }) => access().current()))
    server.expire()
    server.delayMs = 500
    const renewed = await Promise.all(instances.map(({ access }) => access().renewed(first?.accessToken ?? '')))
    expect(new Set(renewed.map(({ accessToken }) => accessToken)).size).toBe(1)
    expect(server.takes(renewed[0]?.accessToken ?? '')).toBe(true)
    expect(server).toMatchObject({ refreshCalls: 1, renewals: 1 })
    const reads = instances.reduce((sum, { counts }) => sum + counts.reads, 0)
    process.stdout.write(`20 instances, one renewal of 500 ms: ${reads} reads\n`)
  })

  it('that a clock says has expired, the same', async () => {
    seller.pass(8 * day)
    const renewed = await Promise.all(Array.from({ length: 20 }, () => seller.instance().access().current()))
    expect(new Set(renewed.map(({ accessToken }) => accessToken)).size).toBe(1)
    expect(server).toMatchObject({ refreshCalls: 1, renewals: 1 })
  })

  it('of two shops of one seller make one renewal: they share the authorization', async () => {
    server.shops = [...server.shops, { id: '7495540735365777999', name: 'Hill', region: 'GB', cipher: 'GCP_cipher-2' }]
    await seller.connect()
    const instances = Array.from({ length: 10 }, () => seller.instance())
    seller.pass(8 * day)
    const shops = server.shops.map(({ id: shop }) => shop)
    const got = await Promise.all(instances.flatMap(({ access }) => shops.map((shop) => access(shop).current())))
    expect(new Set(got.map(({ accessToken }) => accessToken)).size).toBe(1)
    expect(new Set(got.map(({ cipher }) => cipher))).toEqual(new Set(['GCP_cipher-1', 'GCP_cipher-2']))
    expect(server.renewals).toBe(1)
  })
})

describe('a pair that cannot be stored', () => {
  it('is used meanwhile, and stored with the next call', async () => {
    let isDown = false
    let commits = 0
    const { access } = seller.instance({
      before: (method) => {
        if (method === 'commit') commits += 1
        // From behind the lease on.
        if (method === 'commit' && commits > 1 && isDown) unavailable()
      },
    })
    isDown = true
    seller.pass(8 * day)
    const first = await access().current()
    expect(server.takes(first.accessToken)).toBe(true)
    expect(await seller.stored(id)).toMatchObject({ pair: 1 })
    expect(await access().current()).toEqual(first)
    expect(server.refreshCalls).toBe(1)
    isDown = false
    expect(await access().current()).toEqual(first)
    expect(await seller.stored(id)).toMatchObject({ pair: 2 })
    expect(server.refreshCalls).toBe(1)
    expect(seller.logged.some((line) => line.startsWith('error') && line.includes('not stored yet'))).toBe(true)
  })
})
