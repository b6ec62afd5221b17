import { beforeEach, describe, expect, it } from 'vitest'

import { noteTold } from '../../functions/src/connections/told.ts'
import { SourceError } from '../../functions/src/lib/errors.ts'
import { instantFromMs, msOf } from '../../functions/src/lib/instant.ts'
import { day, Seller, tokenServer } from './seller.ts'
import { refusalOf } from './refusal.ts'

/* An authorization that ends: what the vendor tells of it, and what its own dates say. */

const server = tokenServer()
let seller: Seller
let id: string

beforeEach(async () => {
  seller = new Seller(server)
  id = await seller.connect()
})

const told = (kind: 'revoked' | 'expiring', at: Date | null, endsAt: Date | null = null) => ({
  at: at === null ? null : instantFromMs(at.getTime()),
  told: kind === 'revoked' ? { kind } : { kind, endsAt: endsAt === null ? null : instantFromMs(endsAt.getTime()) },
})

const account = () => ({ source: 'tiktokShop' as const, account: seller.account })

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
    expect(await seller.openAlerts()).toEqual({ [seller.alertId('expired')]: message })
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
      [seller.alertId('expiring')]:
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
    expect(Object.keys(await seller.openAlerts())).toEqual([seller.alertId('expiring')])
    // Renewed, it has another end.
    server.behaviour = 'strict'
    await access().current()
    expect(await seller.openAlerts()).toEqual({})
  })
})
