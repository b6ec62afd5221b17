import { inspect } from 'node:util'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { noteTold } from '../../functions/src/connections/told.ts'
import { failureOf } from '../../functions/src/lib/failure.ts'
import { toJson } from '../../functions/src/lib/firestore/firestoreValues.ts'
import type { AccountAccess } from '../../functions/src/model/connection.ts'
import { FakeTokenServer, type Behaviour } from '../fakes/tiktokTokens.ts'
import { dyingAt } from '../harness/crashes.ts'
import { logLines } from '../harness/logLines.ts'
import { day, Seller } from './seller.ts'

/* After everything that can happen to an authorization no secret stands anywhere in clear: not in logs, errors or documents. */

const server = new FakeTokenServer()
let seller: Seller
const texts: string[] = []

beforeAll(async () => {
  await server.start()
  seller = new Seller(server)
})
afterAll(() => server.stop())

/** Makes a call, and keeps all that its error shows: to whoever prints it, to the log, and to a run's report. */
async function attempt(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    const { message, detail } = failureOf(error)
    texts.push(inspect(error, { depth: 20, showHidden: true }), message, detail)
  })
}

/** Every document of the database, its bytes as text in every way that could show them. */
async function documents(): Promise<string[]> {
  const collections = await seller.db.listCollections()
  const snapshots = await Promise.all(collections.map((collection) => collection.get()))
  return snapshots.flatMap(({ docs }) =>
    docs.flatMap((document) => {
      const bytes: string[] = []
      const json = JSON.stringify(toJson(document.data()), (_key, value: unknown) => {
        if (typeof value === 'object' && value !== null && '$bytes' in value)
          bytes.push(Buffer.from(String(value.$bytes), 'base64').toString('latin1'))
        return value
      })
      return [document.ref.path, json, ...bytes]
    }),
  )
}

it('nothing shows a secret, whatever has happened', async () => {
  const id = await seller.connect()
  const instance = seller.instance()
  await attempt(instance.access().current())
  const behaviours: readonly Behaviour[] = ['echo', 'down', 'lostAnswer', 'grace', 'strict', 'echo', 'revoked']
  for (const behaviour of behaviours) {
    server.behaviour = behaviour
    seller.pass(6.5 * day)
    await attempt(seller.instance().access().current())
    seller.pass(day)
    await attempt(seller.instance().access().current())
    texts.push(...(await documents()))
  }
  server.behaviour = 'strict'
  await seller.connect()
  seller.pass(8 * day)
  await attempt(seller.instance(dyingAt(2, 'before')).access().current())
  await attempt(seller.instance().access('1').current())
  await attempt(seller.client().exchange('a-code-that-is-wrong'))
  await attempt(seller.client().shops('a-token-that-is-wrong'))
  seller.keys = Buffer.alloc(32, 9).toString('base64')
  await attempt(seller.instance().access().current())
  seller.keys = seller.key
  const told = { at: null, told: { kind: 'revoked' } } as const
  await noteTold(instance.context, { source: 'tiktokShop', account: seller.account }, told, [])
  const access: AccountAccess = seller.instance().access()
  await attempt(access.current())
  // What an instance holds shows nothing to whoever prints it.
  texts.push(inspect(access, { depth: 20, showHidden: true }))
  texts.push(...(await documents()), ...seller.logged, ...logLines)

  const secrets = [server.app.appSecret, seller.key, ...server.secrets, 'a-code-that-is-wrong', 'a-token-that-is-wrong']
  expect(secrets.length).toBeGreaterThan(12)
  expect(texts.length).toBeGreaterThan(50)
  expect(texts.some((text) => text.includes(`sync_authorizations/${id}`))).toBe(true)
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').slice(0, -4),
    Buffer.from(secret).toString('hex'),
  ])
  const all = texts.join('\n')
  expect(forms.filter((form) => all.includes(form))).toEqual([])
})
