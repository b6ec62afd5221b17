import { beforeEach, describe, expect, it } from 'vitest'

import { alertRef } from '../../functions/src/cache/paths.ts'
import { leaseMs } from '../../functions/src/connections/lease.ts'
import { dyingAt } from '../harness/crashes.ts'
import { day, Seller, tokenServer } from './seller.ts'
import { refusalOf } from './refusal.ts'

/* What becomes of a renewal that breaks off between the vendor and the database. */

const server = tokenServer()
let seller: Seller
let id: string

beforeEach(async () => {
  seller = new Seller(server)
  id = await seller.connect()
})

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
    expect(await seller.openAlerts()).toEqual({ [seller.alertId('expired')]: message })
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
    expect(Object.keys(await seller.openAlerts())).toEqual([seller.alertId('expiring')])
    seller.pass(day)
    await refusalOf(seller.instance().access().current())
    expect(await seller.stored(id)).toMatchObject({ state: 'expired' })
    expect(Object.keys(await seller.openAlerts())).toEqual([seller.alertId('expired')])
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
    expect(Object.keys(await seller.openAlerts())).toEqual([seller.alertId('expired')])
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
