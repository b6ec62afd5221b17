import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { expect } from 'vitest'

import { connect } from '../../cli/schedule/client.ts'
import { desiredJob, jobMessage, jobName, locationName } from '../../cli/schedule/job.ts'
import { settingsFrom, type ScheduleSettings } from '../../cli/schedule/settings.ts'
import { stateOf } from '../../functions/src/cache/state.ts'
import type { SyncStatusResponse } from '../../functions/src/contract/sync.ts'
import { cloudJobScheduler } from '../../functions/src/lib/scheduler/jobScheduler.ts'
import type { SchedulerClient } from '../../functions/src/lib/scheduler/schedulerClient.ts'
import type { PipelineState } from '../../functions/src/model/state.ts'
import { startCloudScheduler, type FakeCloudScheduler } from '../fakes/cloudScheduler.ts'
import { startGoogleIdentity, type GoogleIdentity } from '../fakes/googleIdentity.ts'
import { freshProject, processOn, type ClientCounts, type Faults } from './firestore.ts'
import { audience, initializeAuth, schedulerAccount, startServer, type TestServer } from './server.ts'
import { ids, pipeline, Shop } from './shop.ts'

const script = fileURLToPath(new URL('../../cli/schedule.ts', import.meta.url))
export const minuteMs = 60_000
const alertPath = `sync_alerts/${pipeline}:schedule-not-adapted`

/** A Cloud Scheduler and the identities that it signs as. */
export class Scheduling {
  readonly identity: GoogleIdentity
  readonly scheduler: FakeCloudScheduler
  readonly client: SchedulerClient
  #callsBefore = 0

  private constructor(identity: GoogleIdentity, scheduler: FakeCloudScheduler, client: SchedulerClient) {
    this.identity = identity
    this.scheduler = scheduler
    this.client = client
  }

  static async start(): Promise<Scheduling> {
    initializeAuth()
    const identity = await startGoogleIdentity()
    const scheduler = await startCloudScheduler(identity)
    const [host = '', port] = scheduler.endpoint.split(':')
    return new Scheduling(identity, scheduler, await connect({ endpoint: { host, port: Number(port) } }))
  }

  async stop(): Promise<void> {
    await this.client.close()
    await this.scheduler.stop()
    await this.identity.stop()
  }

  /** Counts calls anew. */
  begin(): void {
    this.#callsBefore = this.scheduler.calls.length
  }

  /** The methods that were called since `begin`. */
  get calls(): readonly string[] {
    return this.scheduler.calls.slice(this.#callsBefore)
  }
}

/** A shop whose first full run is over, its functions, and the job that calls them. */
export class ScheduledShop {
  readonly #parts: Scheduling
  readonly project = freshProject()
  readonly shop = new Shop({ projectId: this.project })
  faults: Faults = {}
  counts: ClientCounts = { reads: 0, writes: 0, queries: [] }
  server!: TestServer // `open` sets both before anybody has the shop.
  settings!: ScheduleSettings

  constructor(parts: Scheduling) {
    this.#parts = parts
  }

  static async open(parts: Scheduling, { adaptive = true, every = '15' } = {}): Promise<ScheduledShop> {
    const { client, identity, scheduler } = parts
    const opened = new ScheduledShop(parts)
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
    await this.#parts.client.createJob({ parent: locationName(settings), job })
  }

  /** Runs the job as Cloud Scheduler does when its time has come. Returns the status of the attempt, 0 for success. */
  async runJob(): Promise<number | null | undefined> {
    await this.#parts.client.runJob({ name: jobName(this.settings) })
    await this.#parts.scheduler.attemptsEnded()
    return this.#parts.scheduler.jobs.get(jobName(this.settings))?.status?.code
  }

  /** The shop trades for some minutes, then the job runs. */
  async trade(minutes: number, changes: number): Promise<void> {
    this.shop.pass(minutes * minuteMs)
    await this.shop.putMany(ids(changes, `at${this.shop.now().toMillis()}-`))
    expect(await this.runJob()).toBe(0)
  }

  get schedule(): string | null | undefined {
    return this.#parts.scheduler.jobs.get(jobName(this.settings))?.schedule
  }

  async state(): Promise<PipelineState> {
    const state = stateOf(await this.shop.db.doc(`sync_state/${pipeline}`).get())
    if (state === null) throw new Error('The pipeline never ran.')
    return state
  }

  async status(): Promise<SyncStatusResponse['pipelines'][number]> {
    const token = this.#parts.identity.token({ aud: audience, email: schedulerAccount })
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
    const own = ['--project', this.project, '--endpoint', this.#parts.scheduler.endpoint]
    return (await promisify(execFile)(process.execPath, [script, 'explain', ...own, ...args])).stdout
  }
}
