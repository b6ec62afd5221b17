import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { alertRef, authorizationRef } from '../../functions/src/cache/paths.ts'
import { leaseMs } from '../../functions/src/connections/lease.ts'
import { noteTold } from '../../functions/src/connections/told.ts'
import { SourceError } from '../../functions/src/lib/errors.ts'
import { instantFromMs, msOf, shift } from '../../functions/src/lib/instant.ts'
import { AuthorizationRefusedError, type Access } from '../../functions/src/model/connection.ts'
import { FakeTokenServer } from '../fakes/tiktokTokens.ts'
import { dyingAt } from '../harness/crashes.ts'
import { Seller } from './seller.ts'

/* One authorization, many instances, and all that can become of a renewal. */

const server = new FakeTokenServer()
const day = 86_400_000
let seller: Seller
let id: string

beforeAll(() => server.start())
afterAll(() => server.stop())
beforeEach(async () => {
  server.behaviour = 'strict'
  server.delayMs = 0
  server.refreshCalls = 0
  server.renewals = 0
  server.shops = [{ id: '7495540735365777507', name: 'Harbour', region: 'GB', cipher: 'GCP_cipher-1' }]
  seller = new Seller(server)
  id = await seller.connect()
})

const alertId = (kind: string): string => `tiktokShop.${seller.account}:authorization-${kind}`

async function refusalOf(call: Promise<Access>): Promise<string> {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AuthorizationRefusedError)
  expect(error).toMatchObject({ retryable: false })
  return error instanceof Error ? error.message : ''
}

/** An instance that renews, and dies before it has stored what it got. */
async function crash(): Promise<void> {
  seller.pass(8 * day)
  // Its first commit takes the lease.
  const faults = dyingAt(2, 'before')
  await expect(seller.instance(faults).access().current()).rejects.toThrow('died')
  expect(server.renewals).toBe(1)
  const { pair, renewal } = await seller.stored(id)
  expect({ pair, isHeld: renewal.holder !== null, isOpen: renewal.openSince !== null }).toEqual({
    pair: 1,
    isHeld: true,
    isOpen: true,
  })
}

/** Holds an instance up behind the vendor's answer: before its second commit. */
function sleeper() {
  const asleep = Promise.withResolvers<void>()
  const awake = Promise.withResolvers<void>()
  let commits = 0
  const before = async (method: string): Promise<void> => {
    if (method !== 'commit' || ++commits !== 2) return
    asleep.resolve()
    await awake.promise
  }
  return { faults: { before }, asleep: asleep.promise, wake: () => awake.resolve() }
}

function unavailable(): never {
  throw Object.assign(new Error('The service is unavailable.'), { code: 14 })
}

const told = (kind: 'revoked' | 'expiring', at: Date | null, endsAt: Date | null = null) => ({
  at: at === null ? null : instantFromMs(at.getTime()),
  told: kind === 'revoked' ? { kind } : { kind, endsAt: endsAt === null ? null : instantFromMs(endsAt.getTime()) },
})

const account = () => ({ source: 'tiktokShop' as const, account: seller.account })

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

describe('a crash between a renewal and its storing', () => {
  it('loses nothing where the vendor takes the old refresh token once more', async () => {
    server.behaviour = 'grace'
    await crash()
    seller.pass(leaseMs + 1_000)
    const { accessToken } = await seller.instance().access().current()
    expect(server.takes(accessToken)).toBe(true)
    expect(server.refreshCalls).toBe(2)
    expect(await seller.stored(id)).toMatchObject({ pair: 2, state: 'ok', renewal: { holder: null, openSince: null } })
    expect(await seller.openAlerts()).toEqual({})
  })

  it('loses nothing where the vendor never saw the call', async () => {
    seller.pass(8 * day)
    await expect(seller.instance(dyingAt(1, 'after')).access().current()).rejects.toThrow('died')
    expect(server.refreshCalls).toBe(0)
    seller.pass(leaseMs + 1_000)
    expect(server.takes((await seller.instance().access().current()).accessToken)).toBe(true)
  })

  it('is told where the vendor does not, and asks for a new authorization', async () => {
    await crash()
    seller.pass(leaseMs + 1_000)
    const message = await refusalOf(seller.instance().access().current())
    expect(message).toBe(
      'The authorization of Harbour (7495540735365777507) at TikTok Shop has ended: nothing is copied from it. A renewal of it was ' +
        'interrupted, and its answer is lost. Have it authorized anew: npm run connect -- tiktok',
    )
    expect(await seller.stored(id)).toMatchObject({ state: 'expired', refusal: { reason: 'lost' } })
    expect(await seller.openAlerts()).toEqual({ [alertId('expired')]: message })
    // Nobody asks the vendor again and again.
    await refusalOf(seller.instance().access().current())
    expect(server.refreshCalls).toBe(2)

    await seller.connect()
    expect(server.takes((await seller.instance().access().current()).accessToken)).toBe(true)
    expect(await seller.openAlerts()).toEqual({})
    expect(
      (await alertRef(seller.db, `tiktokShop.${seller.account}`, 'authorization-expired').get()).get('closedAt'),
    ).toMatch(/^20/)
  })

  it('is survived by its access token, as long as that is good', async () => {
    server.behaviour = 'grace'
    const before = await seller.instance().access().current()
    seller.pass(6.5 * day)
    await expect(seller.instance(dyingAt(2, 'before')).access().current()).rejects.toThrow('died')
    server.behaviour = 'revoked'
    seller.pass(leaseMs + 1_000)
    expect(await seller.instance().access().current()).toEqual(before)
    const stored = await seller.stored(id)
    expect(stored).toMatchObject({ state: 'expiring', refusal: { reason: 'lost' } })
    expect(Object.keys(await seller.openAlerts())).toEqual([alertId('expiring')])
    seller.pass(day)
    await refusalOf(seller.instance().access().current())
    expect(await seller.stored(id)).toMatchObject({ state: 'expired' })
    expect(Object.keys(await seller.openAlerts())).toEqual([alertId('expired')])
  })
})

describe('an answer that is lost', () => {
  it('is asked for again at once, and nothing is lost where the vendor gives it again', async () => {
    server.behaviour = 'lostAnswer'
    seller.pass(8 * day)
    const { access } = seller.instance()
    await expect(access().current()).rejects.toMatchObject({ retryable: true })
    expect((await seller.stored(id)).renewal).toMatchObject({ holder: null, openSince: expect.any(String) as unknown })
    server.behaviour = 'grace'
    expect(server.takes((await access().current()).accessToken)).toBe(true)
    expect(server).toMatchObject({ refreshCalls: 2, renewals: 1 })
  })
})

describe('whoever renews and comes late', () => {
  it('stores what it got, though its lease is another’s and the vendor refused that one', async () => {
    seller.pass(8 * day)
    const { faults, asleep, wake } = sleeper()
    const late = seller.instance(faults).access().current()
    await asleep
    seller.pass(leaseMs + 1_000)
    await refusalOf(seller.instance().access().current())
    expect(Object.keys(await seller.openAlerts())).toEqual([alertId('expired')])
    wake()
    const { accessToken } = await late
    expect(server.takes(accessToken)).toBe(true)
    expect(await seller.stored(id)).toMatchObject({ pair: 2, state: 'ok', refusal: null })
    expect(await seller.openAlerts()).toEqual({})
    expect(await seller.instance().access().current()).toMatchObject({ accessToken })
  })

  it('leaves a new authorization alone', async () => {
    seller.pass(8 * day)
    const { faults, asleep, wake } = sleeper()
    const late = seller.instance(faults).access().current()
    await asleep
    seller.pass(60_000)
    await seller.connect()
    wake()
    const { accessToken } = await late
    expect(server.takes(accessToken)).toBe(true)
    expect(await seller.stored(id)).toMatchObject({ pair: 2, state: 'ok' })
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

describe('what a vendor tells', () => {
  it('an authorization that was taken back is used no more, and asked for again an hour later', async () => {
    const { context, access } = seller.instance()
    expect(await noteTold(context, account(), told('revoked', new Date(Date.now() + 1_000)), [])).toBe('noted')
    const message = await refusalOf(access().current())
    expect(message).toBe(
      'The owner of Harbour (7495540735365777507) has taken its authorization at TikTok Shop back: nothing is copied from it. ' +
        'Have it authorized anew: npm run connect -- tiktok',
    )
    expect(await seller.stored(id)).toMatchObject({ state: 'revoked' })
    expect(await seller.openAlerts()).toEqual({ [alertId('expired')]: message })
    expect(server.refreshCalls).toBe(0)
    // The notification was wrong.
    seller.pass(61 * 60_000)
    expect(server.takes((await access().current()).accessToken)).toBe(true)
    expect(await seller.stored(id)).toMatchObject({ state: 'ok' })
    expect(await seller.openAlerts()).toEqual({})
  })

  it('news from before the authorization are about another one', async () => {
    const { context, access } = seller.instance()
    expect(await noteTold(context, account(), told('revoked', new Date(Date.now() - 60_000)), [])).toBe('old')
    await access().current()
    expect(await seller.openAlerts()).toEqual({})
  })

  it('a warning is told with its end, and is over with a new authorization', async () => {
    const { context, access } = seller.instance()
    const end = new Date(Date.now() + 30 * day)
    expect(await noteTold(context, account(), told('expiring', null, end), [])).toBe('noted')
    expect(await noteTold(context, account(), told('expiring', null, end), [])).toBe('noted')
    expect(await seller.openAlerts()).toEqual({
      [alertId('expiring')]:
        `The authorization of Harbour (7495540735365777507) at TikTok Shop ends on ${end.toISOString().slice(0, 10)}. ` +
        'Have it authorized anew: npm run connect -- tiktok',
    })
    await access().current()
    await seller.connect()
    expect(await seller.stored(id)).toMatchObject({ state: 'ok', warning: null })
    expect(await seller.openAlerts()).toEqual({})
  })

  it('a warning whose end the vendor itself has passed is over', async () => {
    const { context, access } = seller.instance()
    await noteTold(context, account(), told('expiring', null, new Date(Date.now() + 7.5 * day)), [])
    seller.pass(8 * day)
    await access().current()
    expect(await seller.stored(id)).toMatchObject({ state: 'ok', warning: null })
    expect(await seller.openAlerts()).toEqual({})
  })

  it('of an account that is not connected nothing is noted', async () => {
    const { context, counts } = seller.instance()
    const stranger = { source: 'tiktokShop', account: '1' } as const
    expect(await noteTold(context, stranger, told('revoked', null), [])).toBe('unknown')
    expect(counts).toMatchObject({ writes: 0 })
  })
})

describe('an authorization whose own end comes near', () => {
  it('is told by whoever reads it', async () => {
    server.life = { access: 7 * 86_400, refresh: 20 * 86_400 }
    await seller.connect()
    server.life = { access: 7 * 86_400, refresh: 365 * 86_400 }
    server.behaviour = 'down'
    const { access } = seller.instance()
    await access().current()
    expect(await seller.openAlerts()).toEqual({})
    const { refreshExpiresAt, authorizedAt } = await seller.stored(id)
    const lifeMs = msOf(refreshExpiresAt ?? authorizedAt) - msOf(authorizedAt)
    seller.pass(lifeMs * 0.95)
    await expect(access().current()).rejects.toBeInstanceOf(SourceError)
    expect(Object.keys(await seller.openAlerts())).toEqual([alertId('expiring')])
    // Renewed, it has another end.
    server.behaviour = 'strict'
    await access().current()
    expect(await seller.openAlerts()).toEqual({})
  })
})

describe('a stored authorization that cannot be used', () => {
  it('is refused where the key is another', async () => {
    seller.keys = Buffer.alloc(32, 7).toString('base64')
    await expect(seller.instance().access().current()).rejects.toThrow(/CONNECTION_KEY: has no key [\da-f]{8}/)
  })

  it('is refused where it was changed, and a full run is not asked to mend it', async () => {
    const { tokens } = await seller.stored(id)
    const data = Uint8Array.from(tokens.data, (byte, i) => (i === 0 ? byte ^ 1 : byte))
    await authorizationRef(seller.db, id).update({ tokens: { ...tokens, data } })
    await expect(seller.instance().access().current()).rejects.toMatchObject({ name: 'SourceError', retryable: false })
    await authorizationRef(seller.db, id).update({ pair: 'two' })
    await expect(seller.instance().access().current()).rejects.toThrow('is damaged (pair)')
  })

  it('is not there where the account is not connected', async () => {
    await expect(seller.instance().access('1').current()).rejects.toThrow(
      '1 is not connected to TikTok Shop: npm run connect -- tiktok',
    )
  })

  it('is renewed by somebody else where a lease of years stands in it', async () => {
    const { renewal } = await seller.stored(id)
    const expiresAt = shift(instantFromMs(Date.now()), 9_999 * day)
    await authorizationRef(seller.db, id).update({ renewal: { ...renewal, holder: { id: 'nobody', expiresAt } } })
    seller.pass(8 * day)
    expect(server.takes((await seller.instance().access().current()).accessToken)).toBe(true)
  })
})
