import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import type { OAuth2Client } from '../../functions/node_modules/google-auth-library/build/src/auth/oauth2client.js'
import { startCloudScheduler, type FakeCloudScheduler } from '../fakes/cloudScheduler.ts'
import { startGoogleIdentity, type GoogleIdentity } from '../fakes/googleIdentity.ts'

const script = fileURLToPath(new URL('../../cli/schedule.ts', import.meta.url))
const project = 'tidemark-shop'
const location = `projects/${project}/locations/us-central1`
const PERMISSION_DENIED = 7
const UNAVAILABLE = 14

// Each test starts a few processes, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 })

let identity: GoogleIdentity
let scheduler: FakeCloudScheduler
let job = ''
let jobs = 0

beforeAll(async () => {
  identity = await startGoogleIdentity()
  scheduler = await startCloudScheduler(identity)
})
afterAll(async () => {
  await scheduler.stop()
  await identity.stop()
})
beforeEach(() => {
  job = `job-${++jobs}`
})

interface Outcome {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Where Node keeps what it has compiled: most of what a start takes. */
const { NODE_COMPILE_CACHE } = process.env
const compiled = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }

/** Runs the script with these arguments and nothing of this process's environment that could name a project. */
function run(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, ...args],
      { env: { PATH: process.env.PATH, HOME: '/nonexistent', ...compiled, ...env } },
      (_error, stdout, stderr) => resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

/** Runs a command on the fake and this test's own job. */
function schedule(...args: readonly string[]): Promise<Outcome> {
  return run([...args, '--project', project, '--job', job, '--endpoint', scheduler.endpoint])
}

async function scheduleJson(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { status, stdout, stderr } = await schedule(...args, '--json')
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return JSON.parse(stdout) as Record<string, unknown>
}

describe('apply', () => {
  it('creates the job, then has nothing to change', async () => {
    const created = await schedule('apply')
    expect(created).toMatchObject({ status: 0, stderr: '' })
    expect(created.stdout).toContain('+ schedule: "*/15 * * * *"')
    expect(created.stdout).toMatch(/created$/m)
    expect(scheduler.jobs.get(`${location}/jobs/${job}`)).toMatchObject({
      schedule: '*/15 * * * *',
      timeZone: 'UTC',
      httpTarget: {
        uri: `https://us-central1-${project}.cloudfunctions.net/syncOrders`,
        headers: { 'Content-Type': 'application/json' },
        oidcToken: {
          serviceAccountEmail: `tidemark-scheduler@${project}.iam.gserviceaccount.com`,
          audience: `https://us-central1-${project}.cloudfunctions.net/syncOrders`,
        },
      },
      attemptDeadline: { seconds: 600 },
      retryConfig: { retryCount: 3, maxDoublings: 3 },
    })
    const again = await schedule('apply')
    expect(again.stdout).toMatch(/no changes$/m)
    expect(scheduler.calls.at(-1)).toBe('GetJob')
  })

  it('prints the difference and updates only that', async () => {
    await schedule('apply')
    const { stdout } = await schedule('apply', '--every', '5', '--time-zone', 'Europe/Berlin')
    expect(stdout.split('\n').slice(1, 4)).toEqual([
      '  ~ schedule: "*/15 * * * *" -> "*/5 * * * *"',
      '  ~ timeZone: "UTC" -> "Europe/Berlin"',
      'updated',
    ])
    expect(scheduler.jobs.get(`${location}/jobs/${job}`)).toMatchObject({
      schedule: '*/5 * * * *',
      timeZone: 'Europe/Berlin',
    })
  })

  it('changes nothing in a dry run', async () => {
    const first = await scheduleJson('apply', '--dry-run')
    expect(first).toMatchObject({ action: 'created', dryRun: true, job: null })
    expect(scheduler.jobs.has(`${location}/jobs/${job}`)).toBe(false)
    await schedule('apply')
    const second = await scheduleJson('apply', '--dry-run', '--cron', '0 6 * * 1')
    expect(second).toMatchObject({
      action: 'updated',
      changes: [{ field: 'schedule', from: '*/15 * * * *', to: '0 6 * * 1' }],
      job: { schedule: '*/15 * * * *' },
    })
    expect(scheduler.jobs.get(`${location}/jobs/${job}`)?.schedule).toBe('*/15 * * * *')
  })

  it('keeps a paused job paused, and says so', async () => {
    await schedule('apply')
    await schedule('pause')
    const { stdout } = await schedule('apply', '--every', '30')
    expect(stdout).toContain('The job is paused')
    expect(await scheduleJson('show')).toMatchObject({
      job: { state: 'PAUSED', schedule: '*/30 * * * *', nextRunAt: null },
    })
  })

  it('tries once more when the server was unavailable', async () => {
    scheduler.failNext('GetJob', UNAVAILABLE, 'try again')
    expect(await scheduleJson('apply')).toMatchObject({ action: 'created' })
  })

  it('takes a creation whose answer was lost as done', async () => {
    scheduler.failNext('CreateJob', UNAVAILABLE, 'connection dropped', 'after')
    const before = scheduler.calls.length
    expect(await scheduleJson('apply')).toMatchObject({ action: 'created', job: { state: 'ENABLED' } })
    expect(scheduler.calls.slice(before)).toEqual(['GetJob', 'CreateJob', 'GetJob'])
  })
})

describe('show, pause, resume, delete', () => {
  it('shows the state and the next run', async () => {
    await schedule('apply')
    const { job: report } = await scheduleJson('show')
    expect(report).toMatchObject({
      state: 'ENABLED',
      schedule: '*/15 * * * *',
      lastAttempt: null,
      attemptDeadlineSeconds: 600,
    })
    expect(report).toHaveProperty('nextRunAt', expect.stringMatching(/T\d\d:(00|15|30|45):00\.000Z$/))
    const { stdout } = await schedule('show')
    expect(stdout).toContain('last attempt  none yet')
  })

  it('pauses and resumes, and leaves alone what is in that state already', async () => {
    await schedule('apply')
    expect(await scheduleJson('pause')).toMatchObject({ action: 'paused', job: { state: 'PAUSED' } })
    expect(await scheduleJson('pause')).toMatchObject({ action: 'unchanged', job: { state: 'PAUSED' } })
    expect(await scheduleJson('resume')).toMatchObject({ action: 'resumed', job: { state: 'ENABLED' } })
    expect(await scheduleJson('resume')).toMatchObject({ action: 'unchanged' })
  })

  it('deletes the job', async () => {
    await schedule('apply')
    expect(await scheduleJson('delete')).toEqual({ action: 'deleted', name: `${location}/jobs/${job}`, job: null })
    expect(scheduler.jobs.has(`${location}/jobs/${job}`)).toBe(false)
    const { status, stderr } = await schedule('delete')
    expect(status).toBe(1)
    expect(stderr).toContain(`There is no job ${job}`)
  })
})

describe('run', () => {
  let target: Server
  let received: { method?: string | undefined; headers: IncomingHttpHeaders; body: string }[] = []
  let answer = 200

  beforeAll(async () => {
    target = createServer((request, response) => {
      const { method, headers } = request
      let body = ''
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      request.on('end', () => {
        received.push({ method, headers, body })
        response.writeHead(answer).end()
      })
    }).listen(0, '127.0.0.1')
    await once(target, 'listening')
  })
  afterAll(() => target.close())
  beforeEach(() => {
    received = []
    answer = 200
  })

  const url = (): string => `http://127.0.0.1:${(target.address() as AddressInfo).port}/syncOrders` // It listens on TCP.

  it('calls the function with a token that verifies', async () => {
    await schedule('apply', '--url', url())
    expect(await scheduleJson('run', '--url', url())).toMatchObject({ action: 'started' })
    await scheduler.attemptsEnded()
    expect(received).toHaveLength(1)
    const [request] = received
    expect(request).toMatchObject({ method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
    const idToken = request?.headers.authorization?.replace(/^Bearer /, '') ?? ''
    const ticket = await verifier().verifyIdToken({ idToken, audience: url() })
    expect(ticket.getPayload()).toMatchObject({
      iss: 'https://accounts.google.com',
      email: `tidemark-scheduler@${project}.iam.gserviceaccount.com`,
      email_verified: true,
    })
    expect(await scheduleJson('show')).toMatchObject({ job: { lastAttempt: { status: 'OK' } } })
  })

  it('shows how a failed attempt ended', async () => {
    answer = 500
    await schedule('apply', '--url', url())
    await schedule('run')
    await scheduler.attemptsEnded()
    expect(await scheduleJson('show')).toMatchObject({
      job: { lastAttempt: { status: 'INTERNAL', message: 'HTTP 500' } },
    })
  })

  it('is told apart from a token of somebody else', async () => {
    const idToken = identity.wrongKeyToken({ aud: url() })
    await expect(verifier().verifyIdToken({ idToken, audience: url() })).rejects.toThrow('Invalid token signature')
    const expired = identity.token({ aud: url(), iat: 1, exp: 2 })
    await expect(verifier().verifyIdToken({ idToken: expired, audience: url() })).rejects.toThrow('too late')
  })
})

describe('failures', () => {
  it.each(['show', 'pause', 'resume', 'run'])('%s says how to create a job that is not there', async (command) => {
    const { status, stderr, stdout } = await schedule(command)
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain('To create it: npm run schedule -- apply')
  })

  it('names the role that is missing', async () => {
    scheduler.failNext('GetJob', PERMISSION_DENIED, 'The caller does not have permission')
    const { status, stderr } = await schedule('apply')
    expect(status).toBe(1)
    expect(stderr).toContain('roles/cloudscheduler.admin')
  })

  it('names the API that is off', async () => {
    scheduler.failNext(
      'GetJob',
      PERMISSION_DENIED,
      'Cloud Scheduler API has not been used in project 1 before or it is disabled.',
    )
    expect((await schedule('apply')).stderr).toContain('gcloud services enable cloudscheduler.googleapis.com')
  })

  it('does not take an unknown location for a missing job', async () => {
    const { status, stderr } = await schedule('apply', '--region', 'us-moon1')
    expect(status).toBe(1)
    expect(stderr).toContain('gcloud scheduler locations list')
  })

  it('says that nobody answers', async () => {
    const { status, stderr } = await run(['show', '--project', project, '--endpoint', '127.0.0.1:1'])
    expect(status).toBe(1)
    expect(stderr).toContain('could not be reached')
  })

  it('says how to sign in', async () => {
    const { status, stderr } = await run(['show', '--project', project], {
      GOOGLE_APPLICATION_CREDENTIALS: '/nonexistent.json',
    })
    expect(status).toBe(1)
    expect(stderr).toContain('gcloud auth application-default login')
    expect(stderr).not.toContain('    at ')
  })
})

describe('arguments', () => {
  it.each([
    [[], 'Name a command: apply, show, pause, resume, run, delete, explain.'],
    [['aply'], 'Unknown command: aply'],
    [['toString'], 'Unknown command: toString'],
    [['show', 'now'], 'Unexpected argument: now'],
    [['show', '--jobs', 'x'], '--jobs'],
    [['show', '--dry-run'], '--dry-run works with apply only'],
    [['apply', '--every', '7'], '--every must be one of'],
    [['apply', '--adaptive', '5-60'], '--adaptive and --quiet-hours work with explain only'],
    [['explain', '--adaptive', '7-60'], 'SCHEDULE_ADAPTIVE_MINUTES: must be like 5-60'],
    [['explain', '--quiet-hours', 'night'], 'SCHEDULE_QUIET_HOURS: must be two different times of day'],
    [['explain', '--project', 'demo-shop'], 'set FIRESTORE_EMULATOR_HOST'],
    [['apply', '--time-zone', 'Mars/Olympus'], '--time-zone'],
    [['apply', '--project', 'demo-shop'], 'local project'],
  ])('%j exit with 2 and the usage', async (args, message) => {
    const { status, stderr } = await run(args, { GCLOUD_PROJECT: project })
    expect(status).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).toContain('usage: npm run schedule')
  })

  it('are explained by --help', async () => {
    const { status, stdout } = await run(['--help'])
    expect(status).toBe(0)
    expect(stdout).toContain('usage: npm run schedule')
  })
})

/** The library that verifies tokens in the functions, which are a package of their own, pointed at the fake's keys. */
function verifier(): OAuth2Client {
  const require = createRequire(new URL('../../functions/package.json', import.meta.url))
  const library = require('google-auth-library') as { OAuth2Client: typeof OAuth2Client } // `require` returns any.
  return new library.OAuth2Client({ endpoints: { oauth2FederatedSignonPemCertsUrl: identity.certsUrl } })
}
