import { describe, expect, it } from 'vitest'

import { grantAdmin, listAdmins, revokeAdmin, type ClaimsAuth } from '../../cli/adminClaim.ts'
import type { UserRecord } from '../../functions/node_modules/firebase-admin/lib/auth/index.js'

interface StoredUser {
  readonly uid: string
  readonly email: string
  customClaims?: Record<string, unknown>
}

/** Auth in memory: as many of its methods as changing a claim needs. */
function authOf(users: readonly StoredUser[]): { auth: ClaimsAuth; revoked: string[]; pages: number[] } {
  const revoked: string[] = []
  const pages: number[] = []
  const auth: ClaimsAuth = {
    getUserByEmail: async (email) => {
      const user = users.find((stored) => stored.email === email)
      if (!user) throw new Error('no such user')
      return user as UserRecord // Only these members of it are read.
    },
    setCustomUserClaims: async (uid, claims) => {
      const user = users.find((stored) => stored.uid === uid)
      if (user) user.customClaims = { ...claims }
    },
    revokeRefreshTokens: async (uid) => {
      revoked.push(uid)
    },
    listUsers: async (limit = 1_000, token = '0') => {
      const first = Number(token)
      const next = first + limit
      pages.push(first)
      const page = users.slice(first, next) as UserRecord[] // As above.
      return next < users.length ? { users: page, pageToken: String(next) } : { users: page }
    },
  }
  return { auth, revoked, pages }
}

describe('grantAdmin', () => {
  it('sets the claim and keeps the others', async () => {
    const user: StoredUser = { uid: 'u1', email: 'ana@shop.example', customClaims: { team: 'north' } }
    const { auth } = authOf([user])
    expect(await grantAdmin(auth, user.email)).toBe(true)
    expect(user.customClaims).toEqual({ team: 'north', admin: true })
    expect(await grantAdmin(auth, user.email)).toBe(false)
  })

  it('repairs a claim that is not exactly true', async () => {
    const user: StoredUser = { uid: 'u1', email: 'ana@shop.example', customClaims: { admin: 'true' } }
    expect(await grantAdmin(authOf([user]).auth, user.email)).toBe(true)
    expect(user.customClaims).toEqual({ admin: true })
  })

  it('makes no user', async () => {
    await expect(grantAdmin(authOf([]).auth, 'ana@shop.example')).rejects.toThrow('no such user')
  })
})

describe('revokeAdmin', () => {
  it('removes the claim, keeps the others and revokes the tokens', async () => {
    const user: StoredUser = { uid: 'u1', email: 'ana@shop.example', customClaims: { team: 'north', admin: true } }
    const { auth, revoked } = authOf([user])
    expect(await revokeAdmin(auth, user.email)).toBe(true)
    expect(user.customClaims).toEqual({ team: 'north' })
    expect(revoked).toEqual(['u1'])
  })

  it('revokes the tokens of one who has no claim, too', async () => {
    const user: StoredUser = { uid: 'u1', email: 'ana@shop.example' }
    const { auth, revoked } = authOf([user])
    expect(await revokeAdmin(auth, user.email)).toBe(false)
    expect(revoked).toEqual(['u1'])
  })
})

describe('listAdmins', () => {
  it('finds admins on every page', async () => {
    const users = Array.from({ length: 2_500 }, (_, index) => ({
      uid: `u${index}`,
      email: `u${index}@shop.example`,
      customClaims: index % 1_000 === 0 ? { admin: true } : { admin: false },
    }))
    const { auth, pages } = authOf(users)
    const found: string[] = []
    for await (const { uid } of listAdmins(auth)) found.push(uid)
    expect(found).toEqual(['u0', 'u1000', 'u2000'])
    expect(pages).toEqual([0, 1_000, 2_000])
  })
})
