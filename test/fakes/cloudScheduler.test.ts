import { CloudSchedulerClient } from '@google-cloud/scheduler'
import { credentials, status } from '@grpc/grpc-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { nextRun, parseCron } from './cloudScheduler/cron.ts'
import { startCloudScheduler, type FakeCloudScheduler } from './cloudScheduler.ts'
import { startGoogleIdentity, type GoogleIdentity } from './googleIdentity.ts'

const parent = 'projects/tidemark-shop/locations/us-central1'
const target = { uri: 'https://shop.example/sync', httpMethod: 'POST', body: Buffer.from('{}') } as const
const once = { retry: null }

let identity: GoogleIdentity
let scheduler: FakeCloudScheduler
let client: CloudSchedulerClient

beforeAll(async () => {
  identity = await startGoogleIdentity()
  scheduler = await startCloudScheduler(identity)
  const [apiEndpoint, port] = scheduler.endpoint.split(':')
  client = new CloudSchedulerClient({
    apiEndpoint: apiEndpoint ?? '',
    port: Number(port),
    sslCreds: credentials.createInsecure(),
    clientOptions: { universeDomain: 'googleapis.com' },
  })
})
afterAll(async () => {
  await client.close()
  await scheduler.stop()
  await identity.stop()
})

describe('the fake Cloud Scheduler', () => {
  it('fills in what the caller left out', async () => {
    const [job] = await client.createJob({
      parent,
      job: { name: `${parent}/jobs/plain`, schedule: '0 * * * *', httpTarget: target },
    })
    expect(job).toMatchObject({
      state: 'ENABLED',
      timeZone: 'Etc/UTC',
      attemptDeadline: { seconds: '180' },
      retryConfig: { minBackoffDuration: { seconds: '5' }, maxDoublings: 5 },
      httpTarget: { headers: { 'Content-Type': 'application/octet-stream', 'User-Agent': 'Google-Cloud-Scheduler' } },
    })
  })

  it('makes a job once', async () => {
    const job = { name: `${parent}/jobs/twice`, schedule: '0 * * * *', httpTarget: target }
    await client.createJob({ parent, job })
    await expect(client.createJob({ parent, job })).rejects.toMatchObject({ code: status.ALREADY_EXISTS })
  })

  it.each([
    ['a parent that is none', 'projects/tidemark-shop', {}],
    ['an unknown location', 'projects/tidemark-shop/locations/us-moon1', {}],
    ['a schedule that is none', parent, { schedule: '61 * * * *' }],
    ['an unknown time zone', parent, { timeZone: 'Mars/Olympus' }],
    ['a deadline over 30 minutes', parent, { attemptDeadline: { seconds: 1_801 } }],
    ['more than five retries', parent, { retryConfig: { retryCount: 6 } }],
    ['no target', parent, { httpTarget: null }],
    ['a body where none may be', parent, { httpTarget: { ...target, httpMethod: 'GET' as const } }],
    ['a name elsewhere', parent, { name: 'projects/tidemark-shop/locations/europe-west1/jobs/other' }],
  ])('refuses %s', async (_what, at, change) => {
    const job = { name: `${at}/jobs/bad`, schedule: '0 * * * *', httpTarget: target, ...change }
    await expect(client.createJob({ parent: at, job })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT })
  })

  it('updates only the masked fields', async () => {
    const name = `${parent}/jobs/masked`
    await client.createJob({ parent, job: { name, schedule: '0 * * * *', description: 'old', httpTarget: target } })
    const change = { name, schedule: '*/5 * * * *', description: 'new' }
    const [job] = await client.updateJob({ job: change, updateMask: { paths: ['schedule'] } })
    expect(job).toMatchObject({ schedule: '*/5 * * * *', description: 'old', httpTarget: { uri: target.uri } })
    await expect(client.updateJob({ job: change, updateMask: { paths: ['cron'] } })).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    })
  })

  it('knows no job that was not made', async () => {
    const name = `${parent}/jobs/none`
    for (const call of [client.getJob({ name }, once), client.deleteJob({ name }, once), client.runJob({ name })]) {
      await expect(call).rejects.toMatchObject({ code: status.NOT_FOUND })
    }
  })

  it('pauses only what runs', async () => {
    const name = `${parent}/jobs/paused`
    await client.createJob({ parent, job: { name, schedule: '0 * * * *', httpTarget: target } })
    await expect(client.resumeJob({ name })).rejects.toMatchObject({ code: status.FAILED_PRECONDITION })
    expect((await client.pauseJob({ name }))[0]).toMatchObject({ state: 'PAUSED', scheduleTime: null })
    await expect(client.pauseJob({ name })).rejects.toMatchObject({ code: status.FAILED_PRECONDITION })
  })

  it('lists a location page by page', async () => {
    const at = 'projects/tidemark-shop/locations/asia-northeast1'
    for (const id of ['a', 'b', 'c']) {
      await client.createJob({
        parent: at,
        job: { name: `${at}/jobs/${id}`, schedule: '0 * * * *', httpTarget: target },
      })
    }
    const page = { autoPaginate: false }
    const [first, , { nextPageToken }] = await client.listJobs({ parent: at, pageSize: 2 }, page)
    const [second, , last] = await client.listJobs({ parent: at, pageSize: 2, pageToken: nextPageToken ?? '' }, page)
    expect([first.length, second.length]).toEqual([2, 1])
    expect([...first, ...second].map(({ name }) => name)).toEqual(['a', 'b', 'c'].map((id) => `${at}/jobs/${id}`))
    expect(last.nextPageToken).toBe('')
  })
})

describe('its cron', () => {
  const friday = Date.UTC(2026, 10, 20, 12, 7, 30)

  it.each([
    ['*/15 * * * *', 'UTC', '2026-11-20T12:15:00.000Z'],
    ['0 */2 * * *', 'UTC', '2026-11-20T14:00:00.000Z'],
    ['0 6 * * 1', 'UTC', '2026-11-23T06:00:00.000Z'],
    ['30 8 1,15 * *', 'UTC', '2026-12-01T08:30:00.000Z'],
    ['0 6 * * *', 'Asia/Tokyo', '2026-11-20T21:00:00.000Z'],
    ['0 0 * * 7', 'UTC', '2026-11-22T00:00:00.000Z'],
  ])('runs "%s" in %s next at %s', (expression, timeZone, expected) => {
    const cron = parseCron(expression)
    expect(cron && new Date(nextRun(cron, timeZone, friday) ?? 0).toISOString()).toBe(expected)
  })

  it.each(['', '* * * *', '60 * * * *', '* * 0 * *', '*/0 * * * *', '5-1 * * * *', 'x * * * *'])(
    'does not read "%s"',
    (expression) => expect(parseCron(expression)).toBeNull(),
  )
})
