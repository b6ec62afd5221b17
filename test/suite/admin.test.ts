import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { adminAuth, closeAdmin } from '../../cli/firebaseAdmin.ts'

const script = fileURLToPath(new URL('../../cli/admin.ts', import.meta.url))
const project = process.env.GCLOUD_PROJECT ?? 'demo-tidemark'
const auth = adminAuth(project)
const made: string[] = []
let email = ''
let uid = ''

beforeAll(() => {
  if (!process.env.FIREBASE_AUTH_EMULATOR_HOST) throw new Error('These tests need the Auth emulator: npm test')
})
beforeEach(async () => {
  email = `admin-${randomUUID()}@example.com`
  const user = await auth.createUser({ email, password: randomUUID() })
  uid = user.uid
  made.push(uid)
})
afterAll(async () => {
  await auth.deleteUsers(made)
  await closeAdmin(project)
})

interface Outcome {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the script in this process's environment, changed as told. */
function admin(args: readonly string[], env: Record<string, string | undefined> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, ...args],
      { env: { ...process.env, ...env } },
      (_error, stdout, stderr) => resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

async function claims(): Promise<Record<string, unknown> | undefined> {
  return (await auth.getUser(uid)).customClaims
}

describe('grant and revoke', () => {
  it('set and remove the claim and keep the others', async () => {
    await auth.setCustomUserClaims(uid, { team: 'north' })
    const granted = await admin(['grant', email])
    expect(granted).toMatchObject({ status: 0, stderr: '' })
    expect(granted.stdout).toContain(`${email} is an admin now`)
    expect(await claims()).toEqual({ team: 'north', admin: true })

    expect((await admin(['grant', email])).stdout).toContain('already')

    const revoked = await admin(['revoke', email])
    expect(revoked).toMatchObject({ status: 0, stderr: '' })
    expect(revoked.stdout).toContain('up to an hour')
    expect(await claims()).toEqual({ team: 'north' })
  })

  it('revoke signs the user out', async () => {
    const before = Date.parse((await auth.getUser(uid)).tokensValidAfterTime ?? '1970-01-01')
    await admin(['grant', email])
    await admin(['revoke', email])
    const after = Date.parse((await auth.getUser(uid)).tokensValidAfterTime ?? '1970-01-01')
    expect(after).toBeGreaterThanOrEqual(before)
    expect(Date.now() - after).toBeLessThan(60_000)
  })
})

describe('list', () => {
  it('prints the admins and nobody else', async () => {
    expect((await admin(['list'])).stdout).not.toContain(email)
    await admin(['grant', email])
    const { status, stdout } = await admin(['list'])
    expect(status).toBe(0)
    expect(stdout.split('\n')).toContain(email)
    await admin(['revoke', email])
    expect((await admin(['list'])).stdout).not.toContain(email)
  })
})

describe('failures', () => {
  it('says that there is no such user, and makes none', async () => {
    const stranger = `nobody-${randomUUID()}@example.com`
    const { status, stderr } = await admin(['grant', stranger])
    expect(status).toBe(1)
    expect(stderr).toContain(`has no user ${stranger}`)
    await expect(auth.getUserByEmail(stranger)).rejects.toMatchObject({ code: 'auth/user-not-found' })
  })

  it('says that no emulator answers', async () => {
    const { status, stderr } = await admin(['list'], { FIREBASE_AUTH_EMULATOR_HOST: '127.0.0.1:1' })
    expect(status).toBe(1)
    expect(stderr).toContain('No Auth emulator answers at 127.0.0.1:1')
  })

  it('says how to sign in where a real project has no credentials', async () => {
    const { status, stderr } = await admin(['list', '--project', 'tidemark-shop'], {
      FIREBASE_AUTH_EMULATOR_HOST: undefined,
      GOOGLE_APPLICATION_CREDENTIALS: '/nonexistent.json',
    })
    expect(status).toBe(1)
    expect(stderr).toContain('gcloud auth application-default login')
  })

  it('keeps the local project away from Google', async () => {
    const { status, stderr } = await admin(['list'], { FIREBASE_AUTH_EMULATOR_HOST: undefined })
    expect(status).toBe(2)
    expect(stderr).toContain('is a local project')
  })

  it.each([
    [[], 'Name a command: grant, revoke or list.'],
    [['promote', 'a@example.com'], 'Unknown command: promote'],
    [['grant'], 'e-mail address'],
    [['grant', 'ana'], 'e-mail address'],
    [['grant', 'a@example.com', 'b@example.com'], 'Unexpected argument: b@example.com'],
    [['list', 'a@example.com'], 'Unexpected argument: a@example.com'],
    [['list', '--all'], '--all'],
  ])('%j exits with 2 and the usage', async (args, message) => {
    const { status, stderr } = await admin(args)
    expect(status).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).toContain('usage: npm run admin')
  })

  it('explains itself', async () => {
    const { status, stdout } = await admin(['--help'])
    expect(status).toBe(0)
    expect(stdout).toContain('usage: npm run admin')
  })
})
