import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { jobName } from '../../cli/schedule/job.ts'
import { audience, schedulerAccount } from '../harness/server.ts'
import { ids } from '../harness/shop.ts'
import { Scheduling, ScheduledShop, minuteMs } from '../harness/scheduling.ts'

/*
 * The interval of the job follows what its runs find: Cloud Scheduler's signed call, the function, the decision, and the
 * job as it is afterwards. Time passes as the shop's clock says.
 */

const PERMISSION_DENIED = 7
const UNAVAILABLE = 14

let scheduling: Scheduling

// Some start processes.
vi.setConfig({ testTimeout: 60_000 })

beforeAll(async () => {
  scheduling = await Scheduling.start()
})
afterAll(() => scheduling.stop())
beforeEach(() => scheduling.begin())

describe('an adaptive schedule', () => {
  it('gets shorter with many changes, and longer when it is quiet; the status follows', async () => {
    const one = await ScheduledShop.open(scheduling)
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
    const one = await ScheduledShop.open(scheduling)
    await one.trade(15, 12)
    scheduling.begin()
    const { reads, writes } = one.counts
    await one.trade(15, 4)
    await one.trade(15, 20)
    expect(one.schedule).toBe('*/15 * * * *')
    expect(scheduling.calls.filter((method) => method !== 'RunJob')).toEqual(['GetJob', 'GetJob'])
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
    const one = await ScheduledShop.open(scheduling)
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
    const one = await ScheduledShop.open(scheduling)
    await one.trade(15, 10)
    const job = { name: jobName(one.settings), schedule: '30 4 * * 1' }
    await scheduling.client.updateJob({ job, updateMask: { paths: ['schedule'] } })
    await one.trade(15, 10)
    expect(one.schedule).toBe('*/15 * * * *')
    await one.server.stop()
  })

  it('leaves alone a job that calls as somebody else, and calls that no job made', async () => {
    const one = await ScheduledShop.open(scheduling)
    const other = { ...one.settings, jobId: 'nightly', serviceAccount: 'other@example.iam.gserviceaccount.com' }
    await one.createJob(other)
    const authorization = {
      Authorization: `Bearer ${scheduling.identity.token({ aud: audience, email: schedulerAccount })}`,
    }
    one.shop.pass(15 * minuteMs)
    scheduling.begin()
    for (const headers of [
      { ...authorization, 'X-CloudScheduler-JobName': 'nightly' },
      { ...authorization, 'X-CloudScheduler-JobName': 'no name' },
      authorization,
    ]) {
      expect(await one.server.fetch('syncOrders', { method: 'POST', headers })).toMatchObject({ status: 200 })
    }
    expect(scheduling.calls).not.toContain('UpdateJob')
    expect((await one.state()).schedule).toBeNull()
    await one.server.stop()
  })
})

describe('a scheduler that fails', () => {
  it.each(['GetJob', 'UpdateJob'] as const)(
    'at %s fails no run; the alert closes when it works again',
    async (method) => {
      const one = await ScheduledShop.open(scheduling)
      scheduling.scheduler.failNext(method, PERMISSION_DENIED, 'The caller does not have permission')
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
    const one = await ScheduledShop.open(scheduling)
    scheduling.scheduler.failNext('UpdateJob', UNAVAILABLE, 'try again', 'after')
    await one.trade(15, 60)
    expect(one.schedule).toBe('*/2 * * * *')
    expect(await one.alert()).toBeUndefined()
    await one.server.stop()
  })

  it('because the job is in another place raises the alert', async () => {
    const one = await ScheduledShop.open(scheduling)
    const authorization = `Bearer ${scheduling.identity.token({ aud: audience, email: schedulerAccount })}`
    one.shop.pass(15 * minuteMs)
    const headers = { Authorization: authorization, 'X-CloudScheduler-JobName': 'elsewhere' }
    expect(await one.server.fetch('syncOrders', { method: 'POST', headers })).toMatchObject({ status: 200 })
    expect(await one.alert()).toMatchObject({ message: expect.stringContaining('no job elsewhere') as string })
    await one.server.stop()
  })
})

describe('a fixed schedule', () => {
  it('asks and changes nothing, and notes nothing', async () => {
    const one = await ScheduledShop.open(scheduling, { adaptive: false })
    scheduling.begin()
    await one.trade(15, 60)
    await one.trade(60, 0)
    expect(scheduling.calls).toEqual(['RunJob', 'RunJob'])
    expect(one.schedule).toBe('*/15 * * * *')
    expect((await one.state()).schedule).toBeNull()
    await one.server.stop()
  })
})
