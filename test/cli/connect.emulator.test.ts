import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { codeIn } from '../../cli/connect/authorizing.ts'
import { chosenFrom } from '../../cli/connect/tiktok.ts'
import { projectRoot } from '../../cli/paths.ts'
import { FakeTokenServer } from '../fakes/tiktokTokens.ts'
import { databaseOf, freshProject } from '../harness/firestore.ts'

/* The command, as somebody runs it, on the emulator and against a stand-in for the vendor. */

const vendor = new FakeTokenServer()
const project = freshProject()
const key = randomBytes(32).toString('base64')
const hill = { id: '7495540735365777999', name: 'Hill', region: 'US', cipher: 'GCP_cipher-2' }

beforeAll(async () => {
  await vendor.start()
  vendor.shops = [...vendor.shops, hill]
})
afterAll(() => vendor.stop())

interface Ended {
  readonly code: number
  readonly said: string
}

/** Runs the command; what it says never holds a secret. */
async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const ended = await new Promise<Ended>((resolve) => {
    const child = execFile(
      process.execPath,
      [join(projectRoot, 'cli/connect.ts'), ...args],
      {
        cwd: projectRoot,
        env: {
          ...process.env,
          GCLOUD_PROJECT: project,
          TIKTOK_SHOP_APP_SECRET: vendor.app.appSecret,
          CONNECTION_KEY: key,
          ...env,
        },
      },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: `${stdout}${stderr}` }),
    )
    child.stdin?.end()
  })
  for (const secret of [key, vendor.app.appSecret, ...vendor.secrets]) {
    expect(ended.said).not.toContain(secret)
    expect(ended.said).not.toContain(encodeURIComponent(secret))
  }
  return ended
}

const params = () => ({
  TIKTOK_SHOP_APP_KEY: vendor.app.appKey,
  TIKTOK_SHOP_AUTH_URL: vendor.url,
  TIKTOK_SHOP_API_URL: vendor.url,
})

describe('npm run connect', () => {
  it('explains itself', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      said: expect.stringContaining('remove tiktok ID') as unknown,
    })
    expect(await run(['remove', 'tiktok'])).toMatchObject({
      code: 2,
      said: expect.stringContaining('needs the vendor and the shop') as unknown,
    })
  })

  it('asks for nothing without an app, a key that is one, or somebody to ask', async () => {
    expect((await run(['tiktok', '--code', 'x'])).said).toContain('Set TIKTOK_SHOP_APP_KEY')
    const noKey = await run(['tiktok', '--code', 'x'], { ...params(), CONNECTION_KEY: 'short' })
    expect(noKey).toMatchObject({
      code: 1,
      said: expect.stringContaining('CONNECTION_KEY: must be 32 random bytes') as unknown,
    })
    const noCode = await run(['tiktok'], { ...params(), TIKTOK_SHOP_SERVICE_ID: '7123' })
    expect(noCode.said).toMatch(
      /https:\/\/services\.tiktokshop\.com\/open\/authorize\?service_id=7123&state=[\w-]{22}\n/,
    )
    expect(noCode.said).toContain('give the code with --code')
  })

  it('connects the shops of an authorization, lists and removes them', async () => {
    expect((await run(['list'])).said).toContain('No account is connected')
    const connected = await run(['tiktok', '--code', vendor.authorize()], params())
    expect(connected).toMatchObject({ code: 0 })
    expect(connected.said).toContain('connected: Harbour (7495540735365777507, GB)')
    expect(connected.said).toContain(
      `set TIKTOK_SHOPS=7495540735365777507,${hill.id} in functions/.env.${project}, and deploy`,
    )
    expect(connected.said).toContain('/webhooks/tiktokShop')
    expect((await run(['list'])).said).toMatch(/^tiktok 7495540735365777507: Harbour, GB; ok until 20\d\d-/)
    expect((await run(['rekey'])).said).toContain('0 authorizations encrypted anew')
    expect((await run(['remove', 'tiktok', hill.id])).said).toContain('is no longer connected')
    const { docs } = await databaseOf(project).collection('sync_connections').get()
    expect(docs.map(({ id }) => id)).toEqual(['tiktokShop.7495540735365777507'])
  })

  it('says what the vendor refused', async () => {
    const refused = await run(['tiktok', '--code', 'a-code-that-is-none'], params())
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.said).toContain('36004004')
    const wrong = await run(['tiktok', '--code', vendor.authorize(), '--shop', '1'], params())
    expect(wrong.said).toContain('The authorization is not for 1. It is for: Harbour (7495540735365777507), Hill')
  })
})

describe('what the browser brings', () => {
  it('is a code, or an address that answers the question asked', () => {
    expect(codeIn('ROW_code', 's')).toBe('ROW_code')
    expect(codeIn('https://shop.example/back?app_key=k&code=ROW_code&state=s', 's')).toBe('ROW_code')
    expect(() => codeIn('https://shop.example/back?code=ROW_code&state=other', 's')).toThrow('not the answer')
    expect(() => codeIn('https://shop.example/back?state=s', 's')).toThrow('no "code="')
  })

  it('may be for no shop', () => {
    expect(() => chosenFrom([], [])).toThrow('for no shop')
  })
})
