import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { projectRoot } from '../../cli/paths.ts'
import { FakeSquare } from '../../tools/fakes/square/fakeSquare.ts'
import { databaseOf, freshProject } from '../harness/firestore.ts'

/* The command, as somebody runs it, on the emulator and against the fake. */

const app = { clientId: 'sandbox-sq0idb-app', clientSecret: 'sandbox-sq0csb-do-not-tell' }
const project = freshProject()
const key = randomBytes(32).toString('base64')
let fake: FakeSquare
beforeAll(async () => {
  fake = await FakeSquare.start({ app })
  fake.addMerchant({ id: 'MLTEA', name: 'Tea & Co', country: 'GB' })
})
afterAll(() => fake.stop())

interface Ended {
  readonly code: number
  readonly said: string
}

/** Runs the command; what it says never holds a secret. */
async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const secrets = { GCLOUD_PROJECT: project, SQUARE_APP_SECRET: app.clientSecret, CONNECTION_KEY: key }
  const ended = await new Promise<Ended>((resolve) => {
    const child = execFile(
      process.execPath,
      [join(projectRoot, 'cli/connect.ts'), ...args],
      { cwd: projectRoot, env: { ...process.env, ...secrets, ...env } },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: `${stdout}${stderr}` }),
    )
    child.stdin?.end()
  })
  for (const secret of [key, app.clientSecret]) expect(ended.said).not.toContain(secret)
  expect(ended.said).not.toMatch(/EAAA|EQAA/)
  return ended
}

const params = () => ({ SQUARE_APP_ID: app.clientId, SQUARE_API_URL: fake.url })

it('sends nobody anywhere without an app, and says what else there is', async () => {
  const { said } = await run(['square', '--code', 'x'])
  expect(said).toContain('Set SQUARE_APP_ID')
  expect(said).toContain('SQUARE_ACCESS_TOKEN')
  expect((await run(['square', '--shop', '1'], params())).said).toContain('--shop works with tiktok only')
})

it('prints the address at which a merchant lets it read, and nothing but read', async () => {
  const { said } = await run(['square'], params())
  const [, address = ''] = /\n {2}(http\S+)\n/.exec(said) ?? []
  const { pathname, searchParams } = new URL(address)
  expect(pathname).toBe('/oauth2/authorize')
  expect(searchParams.get('client_id')).toBe(app.clientId)
  expect(
    searchParams
      .get('scope')
      ?.split(' ')
      .every((scope) => scope.endsWith('_READ')),
  ).toBe(true)
  expect(searchParams.get('state')).toMatch(/^[\w-]{22}$/)
  expect(said).toContain('give the code with --code')
})

it('connects a merchant, lists and removes it', async () => {
  const connected = await run(['square', '--code', fake.authorizations.authorize('MLTEA')], params())
  expect(connected).toMatchObject({ code: 0 })
  expect(connected.said).toContain('connected: Tea & Co (MLTEA, GB)')
  expect(connected.said).toContain(`set SQUARE_MERCHANTS=MLTEA in functions/.env.${project}, and deploy`)
  expect(connected.said).toContain('/webhooks/square')
  expect((await run(['list'])).said).toMatch(/^square MLTEA: Tea & Co, GB; ok$/m)
  const { docs } = await databaseOf(project).collection('sync_connections').get()
  expect(docs.map(({ id }) => id)).toEqual(['square.MLTEA'])
  const removed = await run(['remove', 'square', 'MLTEA'])
  expect(removed.said).toContain('Take it out of SQUARE_MERCHANTS')
})

it('says what the vendor refused', async () => {
  const refused = await run(['square', '--code', 'a-code-that-is-none'], params())
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.said).toContain('The authorization code is invalid')
})
