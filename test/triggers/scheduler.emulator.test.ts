import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { startCloudScheduler, type FakeCloudScheduler } from '../fakes/cloudScheduler.ts'
import { startGoogleIdentity, type GoogleIdentity } from '../fakes/googleIdentity.ts'
import { expectSameAsSource } from '../harness/consistency.ts'
import { audience, initializeAuth, schedulerAccount, startServer, type TestServer } from '../harness/server.ts'
import { ids, Shop } from '../harness/shop.ts'

/* The whole way of a scheduled run: the job that the script makes, Cloud Scheduler's signed call, the function, the cache. */

const script = fileURLToPath(new URL('../../cli/schedule.ts', import.meta.url))
const shop = new Shop()
let identity: GoogleIdentity
let scheduler: FakeCloudScheduler
let server: TestServer

// Each command is a process of its own.
vi.setConfig({ testTimeout: 30_000 })

beforeAll(async () => {
  initializeAuth()
  identity = await startGoogleIdentity()
  scheduler = await startCloudScheduler(identity)
  server = await startServer({ db: shop.db, certsUrl: identity.certsUrl })
})
afterAll(async () => {
  await server.stop()
  await scheduler.stop()
  await identity.stop()
})

/** Runs `npm run schedule -- COMMAND` against the fake scheduler. */
async function schedule(command: string, ...args: string[]): Promise<void> {
  const own = ['--project', 'demo-tidemark', '--endpoint', scheduler.endpoint]
  await promisify(execFile)(process.execPath, [script, command, ...own, ...args])
}

const url = (): string[] => ['--url', `${server.addressOf('syncOrders')}/`]

describe('the scheduled job', () => {
  it('syncs the shop when Cloud Scheduler runs it', async () => {
    await shop.putMany(ids(12))
    await schedule('apply', ...url(), '--audience', audience, '--service-account', schedulerAccount)
    await schedule('run')
    await scheduler.attemptsEnded()
    expect(await server.drain()).toBe(1)
    await shop.put('new')
    await schedule('run')
    await scheduler.attemptsEnded()
    const state = await expectSameAsSource(shop.db)
    expect(state.lastRun).toMatchObject({ mode: 'incremental', status: 'succeeded', created: 1 })
  })

  it('is refused with another audience or another service account, and nothing runs', async () => {
    const before = (await expectSameAsSource(shop.db)).lastRun?.runId
    await shop.put('unseen')
    await schedule('apply', ...url(), '--audience', 'https://elsewhere.example', '--service-account', schedulerAccount)
    await schedule('run')
    await schedule(
      'apply',
      ...url(),
      '--audience',
      audience,
      '--service-account',
      'other@demo-tidemark.iam.gserviceaccount.com',
    )
    await schedule('run')
    await scheduler.attemptsEnded()
    const { docs } = await shop.db.collection('sync_state').get()
    expect(docs[0]?.get('lastRun.runId')).toBe(before)
  })
})
