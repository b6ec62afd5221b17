import { createHmac } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startFirebaseIdentity, type FirebaseIdentity } from '../../tools/local/firebaseIdentity.ts'
import { startGoogleIdentity, type GoogleIdentity } from '../fakes/googleIdentity.ts'
import { doorNames, doors, expectStreamVerdict, expectVerdict, type Caller, type Verdict } from '../harness/doors.ts'
import { databaseOf, processOn } from '../harness/firestore.ts'
import { audience, functionNames, initializeAuth, project, schedulerAccount, startServer } from '../harness/server.ts'
import type { TestServer } from '../harness/server.ts'

/*
 * Every function against every kind of caller (invariant 10), over HTTP and with the verification that production has: the
 * tokens are signed (RS256), and firebase-admin and google-auth-library fetch certificates and verify them. Only the keys
 * are the tests' own. The Auth emulator's tokens are unsigned, so they can prove none of it; signIn.test.ts has those.
 */

const { db, counts } = processOn(databaseOf())
let firebase: FirebaseIdentity
let google: GoogleIdentity
let server: TestServer

beforeAll(async () => {
  // With it the Admin SDK would take unsigned tokens.
  delete process.env.FIREBASE_AUTH_EMULATOR_HOST
  ;[firebase, google] = await Promise.all([startFirebaseIdentity(project), startGoogleIdentity()])
  initializeAuth({ httpAgent: firebase.agent })
  server = await startServer({ db, certsUrl: google.certsUrl })
})
afterAll(async () => {
  await Promise.all([server.stop(), firebase.stop(), google.stop()])
})

const hourAgo = Math.floor(Date.now() / 1_000) - 3_600
const machine = { aud: audience, email: schedulerAccount }

function caller(name: string, verdict: Verdict, token: () => string): Caller {
  return { name, authorization: () => `Bearer ${token()}`, https: verdict, callable: verdict }
}

/** A caller with an OIDC token. Callables do not know it, whatever HTTPS functions make of it. */
function oidcCaller(name: string, https: Verdict, token: () => string): Caller {
  return { ...caller(`OIDC, ${name}`, https, token), callable: 'unauthenticated' }
}

const strangers: readonly Caller[] = [
  { name: 'no token', authorization: () => undefined, https: 'unauthenticated', callable: 'unauthenticated' },
  {
    name: 'another scheme',
    authorization: () => 'Basic YWRtaW46aHVudGVyMi1odW50ZXIy',
    https: 'unauthenticated',
    callable: 'unauthenticated',
  },
  {
    name: 'no scheme',
    authorization: () => firebase.token({ admin: true }),
    https: 'unauthenticated',
    callable: 'unauthenticated',
  },
  caller('garbage', 'unauthenticated', () => 'not-even-a-json-web-token'),
  caller('garbage in three parts', 'unauthenticated', () => 'one-part-of-it.two-parts-of-it.three-parts-of-it'),
  caller('an oversized token', 'unauthenticated', () => `${'a'.repeat(9_000)}.${'b'.repeat(3_000)}.c`),
]

const forgeries: readonly Caller[] = [
  caller('expired', 'unauthenticated', () => firebase.token({ admin: true, iat: hourAgo - 3_600, exp: hourAgo })),
  caller('signed by another key', 'unauthenticated', () => firebase.wrongKeyToken({ admin: true })),
  caller('claims changed after signing', 'unauthenticated', () => withClaims(firebase.token(), { admin: true })),
  caller('signature cut off', 'unauthenticated', () => firebase.token({ admin: true }).replace(/\.[^.]*$/, '.')),
  caller('unsigned (alg none)', 'unauthenticated', () => resigned({ alg: 'none', typ: 'JWT' }, () => '')),
  caller('signed with the public key for a secret (HS256)', 'unauthenticated', () =>
    resigned({ alg: 'HS256', kid: 'tidemark-test-key' }, hmac),
  ),
  caller('of another project', 'unauthenticated', () =>
    firebase.token({ admin: true, ...issuedFor('demo-elsewhere') }),
  ),
  caller('of another project by its audience', 'unauthenticated', () =>
    firebase.token({ admin: true, aud: 'demo-elsewhere' }),
  ),
  caller('of another project by its issuer', 'unauthenticated', () =>
    firebase.token({ admin: true, iss: 'https://securetoken.google.com/demo-elsewhere' }),
  ),
  caller('without a user', 'unauthenticated', () => firebase.token({ admin: true, sub: undefined })),
]

const users: readonly Caller[] = [
  caller('a user', 'permission-denied', () => firebase.token()),
  ...['true', false, 1, 'admin', null, [true], { admin: true }].map((admin) =>
    caller(`a user with admin: ${JSON.stringify(admin)}`, 'permission-denied', () => firebase.token({ admin })),
  ),
  caller('a user with Admin: true', 'permission-denied', () => firebase.token({ Admin: true })),
  caller('an admin', 'in', () => firebase.token({ admin: true })),
]

const machines: readonly Caller[] = [
  oidcCaller('the right one', 'in', () => google.token(machine)),
  oidcCaller('of a wrong audience', 'unauthenticated', () =>
    google.token({ ...machine, aud: 'https://elsewhere.example' }),
  ),
  oidcCaller('of no audience', 'unauthenticated', () => google.token({ ...machine, aud: undefined })),
  oidcCaller('of a wrong account', 'permission-denied', () =>
    google.token({ ...machine, email: 'someone@demo-tidemark.iam.gserviceaccount.com' }),
  ),
  oidcCaller('of a wrong account with admin: true', 'permission-denied', () =>
    google.token({ aud: audience, admin: true }),
  ),
  oidcCaller('of no account', 'permission-denied', () => google.token({ ...machine, email: undefined })),
  oidcCaller('without a verified e-mail', 'unauthenticated', () => google.token({ ...machine, email_verified: false })),
  oidcCaller('without a word about its e-mail', 'unauthenticated', () =>
    google.token({ ...machine, email_verified: undefined }),
  ),
  oidcCaller('signed by another key', 'unauthenticated', () => google.wrongKeyToken(machine)),
  oidcCaller('claims changed after signing', 'unauthenticated', () => withClaims(google.token(), machine)),
  oidcCaller('expired', 'unauthenticated', () => google.token({ ...machine, iat: hourAgo - 7_200, exp: hourAgo })),
  oidcCaller('of another issuer', 'unauthenticated', () =>
    google.token({ ...machine, iss: 'https://accounts.example' }),
  ),
]

const callers = [...strangers, ...forgeries, ...users, ...machines]

describe.each(doorNames)('%s', (name) => {
  const { kind } = doors[name]

  it.each(callers.filter((one) => one[kind] !== 'in'))('refuses $name, and neither reads nor writes', async (one) => {
    const { reads, writes } = counts
    await expectVerdict(server, name, one)
    expect(counts).toMatchObject({ reads, writes })
  })

  it.each(callers.filter((one) => one[kind] === 'in'))('lets in $name', async (one) => {
    await expectVerdict(server, name, one)
  })
})

describe('exportOrders, streaming', () => {
  it.each(callers.filter(({ callable }) => callable !== 'in'))('refuses $name, and reads nothing', async (one) => {
    const { reads, writes } = counts
    await expectStreamVerdict(server, one)
    expect(counts).toMatchObject({ reads, writes })
  })

  it.each(callers.filter(({ callable }) => callable === 'in'))('lets in $name', async (one) => {
    await expectStreamVerdict(server, one)
  })
})

it('every exported function has a door, or is closed by IAM', async () => {
  const exported = Object.keys(await import('../../functions/src/index.ts'))
  // Events come from Firestore alone: nobody can call for one.
  const events = ['onOrderWritten', 'onRecordWritten']
  expect([...functionNames, ...events].toSorted()).toEqual(exported.toSorted())
  // Vendors prove themselves by a signature: webhooks.emulator.test.ts.
  const signed = ['webhooks']
  expect([...doorNames, 'fullSync', 'requestedSync', ...signed, ...events].toSorted()).toEqual(exported.toSorted())
})

it('task functions are closed by IAM: only a token that Cloud Run has verified reaches them', async () => {
  const { createFullSync } = await import('../../functions/src/triggers/fullSync.ts')
  const { createRequestedSync } = await import('../../functions/src/triggers/requestedSync.ts')
  // Without an invoker they are private: the deploy tool makes public only what serves HTTPS or calls.
  for (const create of [createFullSync, createRequestedSync]) {
    expect(create({ getDeps: () => server.deps }).__endpoint.taskQueueTrigger).not.toHaveProperty('invoker')
  }
  expect((await server.call('fullSync', { pipeline: 'firestore.orders' })).status).toBe(401)
  expect((await server.call('requestedSync', { pipeline: 'firestore.orders', ticket: 'x' })).status).toBe(401)
})

it('a token that is longer than any is refused, though it would verify', async () => {
  const long = firebase.token({ admin: true, padding: 'x'.repeat(6_500) })
  expect(long.length).toBeGreaterThan(8_192)
  const answer = await server.fetch('syncStatus', { headers: { Authorization: `Bearer ${long}` } })
  expect(answer.status).toBe(401)
})

it('certificates are fetched once, however many tokens come', () => {
  expect(firebase.fetches).toBe(1)
})

function issuedFor(other: string) {
  return { aud: other, iss: `https://securetoken.google.com/${other}` }
}

/** The token with other claims under the old signature. */
function withClaims(token: string, claims: object): string {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const old: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return [header, encode({ ...(old as object), ...claims }), signature].join('.')
}

/** An admin's token under another header, signed by whoever wants to. */
function resigned(header: object, signatureOf: (signed: string) => string): string {
  const [, payload = ''] = firebase.token({ admin: true }).split('.')
  const signed = `${encode(header)}.${payload}`
  return `${signed}.${signatureOf(signed)}`
}

/** The public key taken for a shared secret: what a verifier falls for that lets the token choose the algorithm. */
function hmac(signed: string): string {
  return createHmac('sha256', firebase.publicKey).update(signed).digest('base64url')
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
