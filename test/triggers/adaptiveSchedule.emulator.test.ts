import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { connect } from '../../cli/schedule/client.ts'
import { desiredJob, jobMessage, jobName, locationName } from '../../cli/schedule/job.ts'
import { settingsFrom, type ScheduleSettings } from '../../cli/schedule/settings.ts'
import { stateOf } from '../../functions/src/cache/state.ts'
import type { SyncStatusResponse } from '../../functions/src/contract/api.ts'
import { cloudJobScheduler } from '../../functions/src/lib/scheduler/jobScheduler.ts'
import type { SchedulerClient } from '../../functions/src/lib/scheduler/schedulerClient.ts'
import type { PipelineState } from '../../functions/src/model/state.ts'
import { startCloudScheduler, type FakeCloudScheduler } from '../fakes/cloudScheduler.ts'
import { startGoogleIdentity, type GoogleIdentity } from '../fakes/googleIdentity.ts'
import { freshProject, processOn, type ClientCounts, type Faults } from '../harness/firestore.ts'
import { audience, initializeAuth, schedulerAccount, startServer, type TestServer } from '../harness/server.ts'
import { ids, pipeline, Shop } from '../harness/shop.ts'

/*
 * The interval of the job follows what its runs find: Cloud Scheduler's signed call, the function, the decision, and the
 * job as it is afterwards. Time passes as the shop's clock says.
 */

const script = fileURLToPath(new URL('../../cli/schedule.ts', import.meta.url))
const minuteMs = 60_000
const PERMISSION_DENIED = 7
const UNAVAILABLE = 14
const alertPath = `sync_alerts/${pipeline}:schedule-not-adapted`

let identity: GoogleIdentity
let scheduler: FakeCloudScheduler
let client: SchedulerClient

// Some start processes.
vi.setConfig({ testTimeout: 60_000 })

beforeAll(async () => {
  initializeAuth()
  identity = await startGoogleIdentity()
  scheduler = await startCloudScheduler(identity)
  client = await connect({ endpoint: endpoint() })
})
afterAll(async () => {
  await client.close()
  await scheduler.stop()
  await identity.stop()
})

function endpoint(): { host: string; port: number } {
  const [host = '', port] = scheduler.endpoint.split(':')
  return { host, port: Number(port) }
}

/** A shop whose first full run is over, its functions, and the job that calls them. */
class ScheduledShop {
  readonly project = freshProject()
  readonly shop = new Shop({ projectId: this.project })
  faults: Faults = {}
  counts: ClientCounts = { reads: 0, writes: 0, queries: [] }
  server!: TestServer // `open` sets both before anybody has the shop.
  settings!: ScheduleSettings

  static async open({ adaptive = true, every = '15' } = {}): Promise<ScheduledShop> {
    const opened = new ScheduledShop()
    const { project, shop } = opened
    const { db, counts } = processOn(shop.db, {
      before: (method, request) => opened.faults.before?.(method, request),
    })
    opened.counts = counts
    const { clock } = shop.worker().context
    const jobs = cloudJobScheduler({ project, region: 'us-central1' }, clock, async () => client)
    opened.server = await startServer({
      db,
      clock,
      certsUrl: identity.certsUrl,
      ...(adaptive && {
        adaptive: { settings: { floorMinutes: 1, ceilingMinutes: 60, quietHours: null }, scheduler: jobs },
      }),
    })
    opened.settings = settingsFrom({
      project,
      every,
      url: `${opened.server.addressOf('syncOrders')}/`,
      audience,
      'service-account': schedulerAccount,
      endpoint: scheduler.endpoint,
    })
    await opened.createJob()
    await shop.fullRun()
    return opened
  }

  async createJob(settings: ScheduleSettings = this.settings): Promise<void> {
    const job = jobMessage(jobName(settings), desiredJob(settings))
    await client.createJob({ parent: locationName(settings), job })
  }

  /** What Cloud Scheduler does when the time has come; returns the status of the attempt, 0 for one that succeeded. */
  async runJob(): Promise<number | null | undefined> {
    await client.runJob({ name: jobName(this.settings) })
    await scheduler.attemptsEnded()
    return scheduler.jobs.get(jobName(this.settings))?.status?.code
  }

  /** The shop trades for some minutes, then the job runs. */
  async trade(minutes: number, changes: number): Promise<void> {
    this.shop.pass(minutes * minuteMs)
    await this.shop.putMany(ids(changes, `at${this.shop.now().toMillis()}-`))
    expect(await this.runJob()).toBe(0)
  }

  get schedule(): string | null | undefined {
    return scheduler.jobs.get(jobName(this.settings))?.schedule
  }

  async state(): Promise<PipelineState> {
    const state = stateOf(await this.shop.db.doc(`sync_state/${pipeline}`).get())
    if (state === null) throw new Error('The pipeline never ran.')
    return state
  }

  async status(): Promise<SyncStatusResponse['pipelines'][number]> {
    const token = identity.token({ aud: audience, email: schedulerAccount })
    const { body } = await this.server.fetch('syncStatus', { headers: { Authorization: `Bearer ${token}` } })
    const [only] = (body as SyncStatusResponse).pipelines // What it answers.
    if (only === undefined) throw new Error('The status has no pipeline.')
    return only
  }

  async alert(): Promise<Record<string, unknown> | undefined> {
    return (await this.shop.db.doc(alertPath).get()).data()
  }

  /** Runs `npm run schedule -- explain` and returns what it printed. */
  async explain(...args: string[]): Promise<string> {
    const own = ['--project', this.project, '--endpoint', scheduler.endpoint]
    return (await promisify(execFile)(process.execPath, [script, 'explain', ...own, ...args])).stdout
  }
}

/** As the wire has it. */
const iso = (instant = ''): string => `${instant.slice(0, 23)}Z`

let before = 0
/** The methods that were called since the test began. */
const calls = (): readonly string[] => scheduler.calls.slice(before)
const begin = (): void => {
  before = scheduler.calls.length
}
beforeEach(begin)

describe('an adaptive schedule', () => {
  it('gets shorter with many changes, and longer when it is quiet; the status follows', async () => {
    const one = await ScheduledShop.open()
    await one.trade(15, 60)
    expect(one.schedule).toBe('*/2 * * * *')
    expect(await one.state()).toMatchObject({ schedule: { everyMinutes: 2, failing: false } })
    one.shop.pass(5 * minuteMs)
    expect(await one.status()).toMatchObject({ health: 'stale', nextRunAt: expect.any(String) as string })
    const { nextRunAt } = await one.status()
    expect(Date.parse(nextRunAt) - one.shop.now().toMillis()).toBeLessThanOrEqual(2 * minuteMs)

    await one.trade(60, 0)
    expect(one.schedule).toBe('0 * * * *')
    one.shop.pass(100 * minuteMs)
    expect(await one.status()).toMatchObject({
      health: 'ok',
      nextRunAt: expect.stringMatching(/:00:00\.000Z$/) as string,
    })
    await one.server.stop()
  })

  it('asks the job and costs Firestore nothing while the interval stays', async () => {
    const one = await ScheduledShop.open()
    await one.trade(15, 12)
    begin()
    const { reads, writes } = one.counts
    await one.trade(15, 4)
    await one.trade(15, 20)
    expect(one.schedule).toBe('*/15 * * * *')
    expect(calls().filter((method) => method !== 'RunJob')).toEqual(['GetJob', 'GetJob'])
    const runs = (await one.shop.db.collection('sync_runs').where('mode', '==', 'incremental').get()).docs
    const reported = runs
      .map((run) => run.data())
      .toSorted((a, b) => String(a.endedAt).localeCompare(String(b.endedAt)))
      .slice(-2)
    const sum = (name: string): number => reported.reduce((total, run) => total + Number(run[name]), 0)
    expect(one.counts.reads - reads).toBe(sum('firestoreReads'))
    expect(one.counts.writes - writes).toBe(sum('firestoreWrites'))
    await one.server.stop()
  })

  it('is as it was while runs fail, and counts what they left for the whole time', async () => {
    const one = await ScheduledShop.open()
    await one.trade(15, 10)
    one.faults = {
      before: (method) => {
        if (method === 'runQuery') throw Object.assign(new Error('The source is gone.'), { code: PERMISSION_DENIED })
      },
    }
    const known = (await one.state()).recentSpans
    for (let run = 0; run < 2; run++) {
      one.shop.pass(15 * minuteMs)
      await one.shop.putMany(ids(12, `missed${run}-`))
      expect(await one.runJob()).not.toBe(0)
    }
    expect(one.schedule).toBe('*/15 * * * *')
    expect(await one.state()).toMatchObject({ recentSpans: known, lastRun: { status: 'failed' } })
    one.faults = {}
    await one.trade(15, 12)
    expect(one.schedule).toBe('*/15 * * * *')
    const { recentSpans } = await one.state()
    expect(recentSpans.map(({ changes }) => changes)).toEqual([10, 36])
    await one.server.stop()
  })

  it('brings back a job that somebody else set', async () => {
    const one = await ScheduledShop.open()
    await one.trade(15, 10)
    const job = { name: jobName(one.settings), schedule: '30 4 * * 1' }
    await client.updateJob({ job, updateMask: { paths: ['schedule'] } })
    await one.trade(15, 10)
    expect(one.schedule).toBe('*/15 * * * *')
    await one.server.stop()
  })

  it('leaves alone a job that calls as somebody else, and calls that no job made', async () => {
    const one = await ScheduledShop.open()
    const other = { ...one.settings, jobId: 'nightly', serviceAccount: 'other@example.iam.gserviceaccount.com' }
    await one.createJob(other)
    const authorization = { Authorization: `Bearer ${identity.token({ aud: audience, email: schedulerAccount })}` }
    one.shop.pass(15 * minuteMs)
    begin()
    for (const headers of [
      { ...authorization, 'X-CloudScheduler-JobName': 'nightly' },
      { ...authorization, 'X-CloudScheduler-JobName': 'no name' },
      authorization,
    ]) {
      expect(await one.server.fetch('syncOrders', { method: 'POST', headers })).toMatchObject({ status: 200 })
    }
    expect(calls()).not.toContain('UpdateJob')
    expect((await one.state()).schedule).toBeNull()
    await one.server.stop()
  })
})

describe('a scheduler that fails', () => {
  it.each(['GetJob', 'UpdateJob'] as const)(
    'at %s fails no run; the alert closes when it works again',
    async (method) => {
      const one = await ScheduledShop.open()
      scheduler.failNext(method, PERMISSION_DENIED, 'The caller does not have permission')
      await one.trade(15, 60)
      expect(one.schedule).toBe('*/15 * * * *')
      expect(await one.state()).toMatchObject({
        lastRun: { status: 'succeeded', created: 60 },
        schedule: { everyMinutes: 15, failing: true },
      })
      expect(await one.alert()).toMatchObject({
        kind: 'schedule-not-adapted',
        closedAt: null,
        message: expect.stringContaining('does not have permission') as string,
      })
      await one.trade(15, 60)
      expect(one.schedule).toBe('*/2 * * * *')
      expect(await one.alert()).toMatchObject({ closedAt: expect.any(String) as string })
      expect(await one.state()).toMatchObject({ schedule: { everyMinutes: 2, failing: false } })
      await one.server.stop()
    },
  )

  it('once, because it was unavailable, is asked again', async () => {
    const one = await ScheduledShop.open()
    scheduler.failNext('UpdateJob', UNAVAILABLE, 'try again', 'after')
    await one.trade(15, 60)
    expect(one.schedule).toBe('*/2 * * * *')
    expect(await one.alert()).toBeUndefined()
    await one.server.stop()
  })

  it('because the job is in another place raises the alert', async () => {
    const one = await ScheduledShop.open()
    const authorization = `Bearer ${identity.token({ aud: audience, email: schedulerAccount })}`
    one.shop.pass(15 * minuteMs)
    const headers = { Authorization: authorization, 'X-CloudScheduler-JobName': 'elsewhere' }
    expect(await one.server.fetch('syncOrders', { method: 'POST', headers })).toMatchObject({ status: 200 })
    expect(await one.alert()).toMatchObject({ message: expect.stringContaining('no job elsewhere') as string })
    await one.server.stop()
  })
})

describe('a fixed schedule', () => {
  it('asks and changes nothing, and notes nothing', async () => {
    const one = await ScheduledShop.open({ adaptive: false })
    begin()
    await one.trade(15, 60)
    await one.trade(60, 0)
    expect(calls()).toEqual(['RunJob', 'RunJob'])
    expect(one.schedule).toBe('*/15 * * * *')
    expect((await one.state()).schedule).toBeNull()
    await one.server.stop()
  })
})

describe('npm run schedule -- explain', () => {
  it('prints the runs, the decision and why, the same each time, and changes nothing', async () => {
    const one = await ScheduledShop.open()
    await one.trade(15, 60)
    await one.trade(10, 4)
    expect(one.schedule).toBe('*/2 * * * *')
    const [first, second] = (await one.state()).recentSpans
    begin()
    const said = await one.explain('--adaptive', '1-60', '--dry-run')
    expect(said.split('\n')).toEqual([
      `projects/${one.project}/locations/us-central1/jobs/tidemark-sync-orders`,
      '  job           */2 * * * * (UTC)',
      '  adaptive      1 to 60 minutes, no quiet hours',
      '  firestore.orders: successful runs; the decision uses those of the last hour',
      '    until                     minutes   runs  changes',
      `    ${iso(first?.until)}     15.0      1       60`,
      `    ${iso(second?.until)}     10.0      1        4`,
      // A slow machine is a second or two behind, and 153.6 changes an hour become 153.4.
      expect.stringMatching(
        /^ {2}decision {6}every 2 min: about 15[34] changes an hour, 5\.1 in 2 minutes: a run is to find about 10, which is near enough$/,
      ),
      '  The job has this interval already.',
      '',
    ])
    expect(await one.explain('--adaptive', '1-60')).toBe(said)
    expect(calls()).toEqual(['GetJob', 'GetJob'])
    await one.server.stop()
  })

  it('says what the next run will do, and what other params would', async () => {
    const one = await ScheduledShop.open({ adaptive: false })
    await one.trade(15, 60)
    // Said by flags, whatever the params of this folder are.
    const fixed = JSON.parse(await one.explain('--json', '--adaptive', '')) as Record<string, unknown>
    expect(fixed).toMatchObject({ action: 'explained', adaptive: null, decision: null })
    expect(fixed.pipelines).toMatchObject([{ pipeline, failing: false, runs: [{ runs: 1, changes: 60 }] }])
    expect(await one.explain('--adaptive', '')).toMatch(
      /no: the interval stays \d+ minutes \(SCHEDULE_ADAPTIVE_MINUTES/,
    )
    const adaptive = await one.explain('--adaptive', '5-30')
    expect(adaptive).toContain('decision      every 5 min: about 240 changes an hour, 60 in 15 minutes')
    expect(adaptive).toContain('The next scheduled run will set the job to */5 * * * *.')
    await one.server.stop()
  })

  it('needs no job on a local stack', async () => {
    const one = await ScheduledShop.open()
    await one.trade(15, 60)
    const args = ['explain', '--project', one.project, '--adaptive', '1-60']
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...args])
    expect(stdout).toContain('job           none here')
    expect(stdout).toContain('decision      every 2 min')
    await one.server.stop()
  })
})
