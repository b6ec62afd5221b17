import { randomBytes } from 'node:crypto'

import { beforeEach, describe, expect, it } from 'vitest'

import { authorizationRef, collections, connectionRef } from '../../functions/src/cache/paths.ts'
import {
  connectAccounts,
  connectedAccounts,
  disconnectAccount,
  sealAnew,
} from '../../functions/src/connections/connect.ts'
import { noteTold } from '../../functions/src/connections/told.ts'
import { Seller, tokenServer } from './seller.ts'

/* Accounts are connected, given a new authorization, moved and forgotten. */

const server = tokenServer()
const harbour = { id: '7495540735365777507', name: 'Harbour', region: 'GB', cipher: 'GCP_cipher-1' }
const hill = { id: '7495540735365777999', name: 'Hill', region: 'US', cipher: 'GCP_cipher-2' }
let seller: Seller

beforeEach(() => {
  server.shops = [harbour, hill]
  seller = new Seller(server)
})

const account = (id: string) => ({ source: 'tiktokShop', account: id }) as const
const ids = async (collection: string) => (await seller.db.collection(collection).get()).docs.map((one) => one.id)

describe('connecting', () => {
  it('stores a document a shop, and one for the authorization of all of them', async () => {
    const id = await seller.connect()
    expect(await ids(collections.connections)).toEqual([`tiktokShop.${harbour.id}`, `tiktokShop.${hill.id}`])
    expect(await ids(collections.authorizations)).toEqual([id])
    expect((await connectionRef(seller.db, account(hill.id)).get()).data()).toMatchObject({
      source: 'tiktokShop',
      account: hill.id,
      name: 'Hill',
      region: 'US',
      cipher: 'GCP_cipher-2',
      authorization: id,
    })
    const stored = await seller.stored(id)
    expect(stored.accounts).toEqual([
      { account: harbour.id, name: 'Harbour' },
      { account: hill.id, name: 'Hill' },
    ])
    // The owner's id is not the document's.
    expect(id).toMatch(/^tiktokShop\.[\da-f]{16}$/)
  })

  it('one shop of the owner’s again gives the new tokens to the others, too', async () => {
    const id = await seller.connect()
    server.shops = [hill]
    expect(await seller.connect()).toBe(id)
    expect((await seller.stored(id)).accounts.map(({ name }) => name).toSorted()).toEqual(['Harbour', 'Hill'])
    const { accessToken } = await seller.instance().access(harbour.id).current()
    expect(server.takes(accessToken)).toBe(true)
  })

  it('a shop by another owner leaves the first authorization, and its alert closes', async () => {
    const first = await seller.connect()
    await noteTold(seller.instance().context, account(hill.id), { at: null, told: { kind: 'revoked' } }, [])
    expect(Object.keys(await seller.openAlerts()).length).toBe(2)
    const grant = await seller.client().exchange(server.authorize())
    const second = await connectAccounts(seller.contextOn(seller.db), {
      source: 'tiktokShop',
      owner: 'somebody else',
      pair: grant,
      accounts: [{ account: hill.id, name: hill.name, region: hill.region, cipher: hill.cipher }],
    })
    expect(second).not.toBe(first)
    expect((await seller.stored(first)).accounts.map(({ name }) => name)).toEqual(['Harbour'])
    expect((await seller.stored(second)).accounts.map(({ name }) => name)).toEqual(['Hill'])
    expect(Object.keys(await seller.openAlerts())).toEqual([`tiktokShop.${harbour.id}:authorization-expired`])
    // The last shop takes its authorization along.
    await connectAccounts(seller.contextOn(seller.db), {
      source: 'tiktokShop',
      owner: 'somebody else',
      pair: grant,
      accounts: [{ account: harbour.id, name: harbour.name, region: harbour.region, cipher: harbour.cipher }],
    })
    expect(await ids(collections.authorizations)).toEqual([second])
    expect(await seller.openAlerts()).toEqual({})
  })
})

describe('removing', () => {
  it('forgets a shop, and the tokens with the last one', async () => {
    const id = await seller.connect()
    const { context } = seller.instance()
    expect(await disconnectAccount(context, account(hill.id))).toBe(true)
    expect((await seller.stored(id)).accounts.map(({ name }) => name)).toEqual(['Harbour'])
    expect(await disconnectAccount(context, account(harbour.id))).toBe(true)
    expect(await ids(collections.authorizations)).toEqual([])
    expect(await connectedAccounts(context)).toEqual([])
    expect(await disconnectAccount(context, account(harbour.id))).toBe(false)
    await expect(seller.instance().access().current()).rejects.toThrow('is not connected')
  })

  it('closes the alert of an authorization that has ended', async () => {
    await seller.connect()
    const { context } = seller.instance()
    await noteTold(context, account(hill.id), { at: null, told: { kind: 'revoked' } }, [])
    await disconnectAccount(context, account(hill.id))
    await disconnectAccount(context, account(harbour.id))
    expect(await seller.openAlerts()).toEqual({})
  })
})

describe('a new key', () => {
  it('encrypts all tokens, and then the old one may go', async () => {
    const id = await seller.connect()
    const before = await seller.instance().access().current()
    const next = randomBytes(32).toString('base64')
    seller.keys = `${next},${seller.key}`
    const { context } = seller.instance()
    expect(await sealAnew(context)).toBe(1)
    expect(await sealAnew(context)).toBe(0)
    seller.keys = next
    expect(await seller.instance().access().current()).toEqual(before)
    // A pair is stored by the first key anyway.
    seller.keys = `${seller.key},${next}`
    seller.pass(6.5 * 86_400_000)
    await seller.instance().access().current()
    seller.keys = seller.key
    expect(server.takes((await seller.instance().access().current()).accessToken)).toBe(true)
    expect(await seller.stored(id)).toMatchObject({ pair: 2 })
  })

  it('opens nothing that was copied from another authorization', async () => {
    const id = await seller.connect()
    const { tokens } = await seller.stored(id)
    const other = await connectAccounts(seller.contextOn(seller.db), {
      source: 'tiktokShop',
      owner: 'somebody else',
      pair: await seller.client().exchange(server.authorize()),
      accounts: [{ account: hill.id, name: hill.name, region: hill.region, cipher: hill.cipher }],
    })
    await authorizationRef(seller.db, other).update({ tokens })
    await expect(seller.instance().access(hill.id).current()).rejects.toThrow('cannot be decrypted')
  })
})
