// First: it captures what the functions log.
import { initializeAuth, logLines, project, startServer, type Answer, type TestServer } from '../harness/server.ts'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { entry } from '../../functions/src/entry.ts'
import { SettingError } from '../../functions/src/lib/errors.ts'
import { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { createFullSync } from '../../functions/src/triggers/fullSync.ts'
import { startFirebaseIdentity, type FirebaseIdentity } from '../../tools/local/firebaseIdentity.ts'
import { doorNames, doors, type DoorName } from '../harness/doors.ts'

/* A deployment whose settings cannot be used: whoever may not call must not hear of it, and admins must hear the remedy. */

let firebase: FirebaseIdentity
let server: TestServer

beforeAll(async () => {
  process.env.DEFAULT_CURRENCY = 'dollars'
  delete process.env.FIREBASE_AUTH_EMULATOR_HOST
  firebase = await startFirebaseIdentity(project)
  initializeAuth({ httpAgent: firebase.agent })
  server = await startServer({ db: new Firestore({ projectId: project }), getDeps: entry.getDeps })
})
afterAll(async () => {
  delete process.env.DEFAULT_CURRENCY
  delete process.env.TIDEMARK_SETTINGS
  await Promise.all([server.stop(), firebase.stop()])
})

function knock(name: DoorName, token: string | null): Promise<Answer> {
  const { kind, method, data } = doors[name]
  const body = kind === 'callable' ? { data } : data
  return server.fetch(name, {
    method,
    headers: {
      ...(body !== null && { 'Content-Type': 'application/json' }),
      ...(token !== null && { Authorization: `Bearer ${token}` }),
    },
    ...(body !== null && { body: JSON.stringify(body) }),
  })
}

// It is answered before the settings are needed: nothing but a stream is.
const asking = doorNames.filter((name) => name !== 'exportOrders')

describe.each(asking)('%s', (name) => {
  it('is closed to strangers as ever', async () => {
    expect(await knock(name, null)).toMatchObject({ status: 401 })
    expect(await knock(name, firebase.token())).toMatchObject({ status: 403 })
    for (const answer of [await knock(name, null), await knock(name, firebase.token())]) {
      expect(answer.text).not.toContain('DEFAULT_CURRENCY')
    }
  })

  it('tells an admin which setting to correct, and how', async () => {
    const { status, body } = await knock(name, firebase.token({ admin: true }))
    const message: unknown = expect.stringMatching(/^DEFAULT_CURRENCY: .*three letters/)
    if (doors[name].kind === 'https') {
      expect(status).toBe(500)
      expect(body).toEqual({ error: { code: 'failed-precondition', message } })
    } else {
      expect(body).toEqual({ error: { status: 'FAILED_PRECONDITION', message } })
    }
  })
})

it('a task throws what to correct, and the log has it', async () => {
  const before = logLines.length
  const task = createFullSync(entry)
  type Request = Parameters<typeof task.run>[0]
  // Its data are all that the function reads.
  const request = { data: { pipeline: 'firestore.orders' } } as unknown as Request
  await expect(async () => task.run(request)).rejects.toThrow(SettingError)
  expect(logLines.slice(before).join('\n')).toContain('DEFAULT_CURRENCY')
})

it('a settings file that cannot be used is told to admins alone, with the place in it', async () => {
  process.env.DEFAULT_CURRENCY = 'EUR'
  process.env.TIDEMARK_SETTINGS = 'package.json'
  expect(await knock('listOrders', null)).toMatchObject({ status: 401 })
  expect((await knock('listOrders', firebase.token())).body).toMatchObject({ error: { status: 'PERMISSION_DENIED' } })
  const message: unknown = expect.stringMatching(/^functions\/package\.json: ".*" is no setting: there are .*orders/)
  expect((await knock('listOrders', firebase.token({ admin: true }))).body).toEqual({
    error: { status: 'FAILED_PRECONDITION', message },
  })
})

it('once it is corrected the next call succeeds', () => {
  delete process.env.TIDEMARK_SETTINGS
  expect(entry.getDeps().pipelines).toHaveLength(1)
})
