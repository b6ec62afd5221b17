import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { doorNames, expectVerdict, type Caller, type Verdict } from '../harness/doors.ts'
import { initializeAuth, startServer, type TestServer } from '../harness/server.ts'

/*
 * The claim's whole way: set on a user, put into the token when that user signs in, and read by every function. The Auth
 * emulator does not sign its tokens, and the Admin SDK then checks all but the signature; authorization.test.ts proves that.
 */

const emulator = process.env.FIREBASE_AUTH_EMULATOR_HOST
const claims = {
  nobody: {},
  'admin: "true"': { admin: 'true' },
  'admin: false': { admin: false },
  'admin: 1': { admin: 1 },
}
const tokens = new Map<string, string>()
const made: string[] = []
let server: TestServer
let auth: ReturnType<typeof initializeAuth>

beforeAll(async () => {
  if (emulator === undefined) throw new Error('These tests need the Auth emulator: npm test')
  auth = initializeAuth()
  server = await startServer()
  for (const [name, claim] of Object.entries({ ...claims, admin: { admin: true } }))
    tokens.set(name, await signIn(claim))
})
afterAll(async () => {
  await auth.deleteUsers(made)
  await server.stop()
})

function caller(name: string, verdict: Verdict): Caller {
  return { name, authorization: () => `Bearer ${tokens.get(name)}`, https: verdict, callable: verdict }
}

describe.each(doorNames)('%s', (name) => {
  it.each(Object.keys(claims).map((one) => caller(one, 'permission-denied')))('refuses a user with $name', (one) =>
    expectVerdict(server, name, one),
  )
  it('lets an admin in', () => expectVerdict(server, name, caller('admin', 'in')))
})

it('refuses the token of a user who was deleted, and of one of another project', async () => {
  const token = await signIn({ admin: true })
  await auth.deleteUser(made.pop() ?? '')
  const foreign = { authorization: () => `Bearer ${reissued(tokens.get('admin') ?? '', 'demo-elsewhere')}` }
  const refused = { https: 'unauthenticated', callable: 'unauthenticated' } as const
  for (const name of doorNames) {
    await expectVerdict(server, name, { name: 'deleted', authorization: () => `Bearer ${token}`, ...refused })
    await expectVerdict(server, name, { name: 'foreign', ...foreign, ...refused })
  }
})

/** The ID token of a new user with these claims. */
async function signIn(claim: object): Promise<string> {
  const email = `caller-${randomUUID()}@example.com`
  const password = randomUUID()
  const { uid } = await auth.createUser({ email, password })
  made.push(uid)
  await auth.setCustomUserClaims(uid, claim)
  const response = await fetch(
    `http://${emulator}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any`,
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password, returnSecureToken: true }),
    },
  )
  const { idToken } = (await response.json()) as { idToken: string } // The emulator's answer to a right password.
  expect(idToken).toBeTypeOf('string')
  return idToken
}

function reissued(token: string, project: string): string {
  const [header = '', payload = ''] = token.split('.')
  const old = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object // A token's claims are an object.
  const foreign = { ...old, aud: project, iss: `https://securetoken.google.com/${project}` }
  return `${header}.${Buffer.from(JSON.stringify(foreign)).toString('base64url')}.`
}
