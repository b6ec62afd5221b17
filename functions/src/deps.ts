import { randomBytes } from 'node:crypto'

import { createReportFeed } from './cache/feed.ts'
import { accountAccess, type AccessOf } from './connections/accounts.ts'
import { keySecret } from './connections/context.ts'
import { ByteBudget } from './lib/byteBudget.ts'
import type { Clock } from './lib/clock.ts'
import type { Firestore } from './lib/firestore/firestore.ts'
import type { Fetch } from './lib/http.ts'
import type { TokenVerifier } from './lib/identity.ts'
import { instantFromMs, type Instant } from './lib/instant.ts'
import type { Logger } from './lib/logger.ts'
import { type JobScheduler } from './lib/scheduler/jobScheduler.ts'
import { sealingKeys, type SealingKeys } from './lib/sealing.ts'
import { serverClock, type ServerClock } from './lib/serverClock.ts'
import type { Pipeline } from './model/pipeline.ts'
import { childPipelineOf, type Stream } from './model/stream.ts'
import type { WebhookHandler } from './model/webhook.ts'
import { runSeconds } from './options.ts'
import { type Config } from './config.ts'
import { BlockCache } from './query/store/blockCache.ts'
import { CacheReader, type Parents } from './query/store/reader.ts'
import { createPipelines, createTokenEndpoints } from './sources/registry.ts'
import { orderStream } from './streams/orders/stream.ts'
import { type Pace } from './sync/commit/pace.ts'
import { sliceLimits } from './sync/commit/slices.ts'
import { memoryBytes, type SyncContext } from './sync/context.ts'
import { linksOf } from './sync/links.ts'
import { runRequester, type RequestRun } from './sync/requests/requestRun.ts'
import { revalidator } from './sync/requests/revalidate.ts'
import type { RunScope } from './sync/requests/runTask.ts'
import type { Adaptation } from './sync/schedule/adapt.ts'

/** The means to decide who may call. It rests on no setting that can be wrong: a mistake in one must not open or shut the doors. */
export interface Access {
  readonly verifier: TokenVerifier
  readonly schedulerAccounts: readonly string[]
  /** Those whose source is on: they tell whether a vendor signed what came. */
  readonly webhookHandlers: readonly WebhookHandler[]
  readonly logger: Logger
}

/** All that the triggers need, made once an instance and at the first call: deploys load the code without running it. */
export interface Deps extends Access {
  readonly db: Firestore
  /** One for each enabled pipeline. */
  readonly pipelines: readonly SyncContext[]
  /** Asks for a run that reads what was reported of a pipeline up to a moment. Nothing where it is not enabled. */
  readonly requestRun: (pipeline: string, after: Instant) => Promise<void>
  /** The same of a run that reads the window: something has changed, and nobody knows what. */
  readonly requestWindow: (pipeline: string, after: Instant) => Promise<void>
  /** Asks for a run where an answer is this many seconds old; whether it did. */
  readonly revalidate: (lagSeconds: number | null) => Promise<boolean>
  /** By the names of the streams that have a pipeline. */
  readonly readers: ReadonlyMap<string, CacheReader>
  /** The orders'. */
  readonly reader: CacheReader
  readonly everyMinutes: number
  /** The shop's, by its IANA name. */
  readonly timeZone: string
  /** Null where the schedule is fixed. */
  readonly adaptation: Adaptation | null
  readonly clock: Clock
}

/** The two things that a trigger is made with. */
export interface Entry {
  /** Never fails: whoever may not call is told so, whatever the settings are. */
  readonly getAccess: () => Access
  /** Throws a SettingError that names the param to correct; the log has it too. */
  readonly getDeps: () => Deps
}

/** The services and the clock outside of the code; a test brings its own. */
export interface Surroundings extends Access {
  readonly db: Firestore
  readonly clock: Clock
  readonly pace: Pace
  readonly fetch: Fetch
  /** Throws a SettingError where the secret is not there. */
  readonly secretOf: (name: string) => string
  readonly enqueueFullRun: SyncContext['enqueueFullRun']
  readonly enqueueRun: SyncContext['enqueueRun']
  readonly scheduler: JobScheduler
}

/** Wires everything together; nothing in it is read or called before a request needs it. */
export function composeDeps(config: Config, around: Surroundings, more: readonly Pipeline[] = []): Deps {
  const clockOfServer = serverClock(around.clock)
  const surroundings = { ...around, clock: clockOfServer }
  const enabled = [...pipelinesOf(config, surroundings, clockOfServer), ...more]
  const { db, verifier, schedulerAccounts, webhookHandlers, clock, logger } = surroundings
  const memory = new ByteBudget(memoryBytes)
  const pipelines = enabled.map((pipeline) => contextOf(pipeline, enabled, config, surroundings, memory))
  const requester = (pipeline: string, scope: RunScope): RequestRun =>
    runRequester({ pipeline, scope, quietCadenceMs: config.requestDelayMs, enqueue: surroundings.enqueueRun })
  const names = enabled.map(({ id }) => id)
  const readers = readersOf(enabled, config, surroundings)
  const reader = readers.get(orderStream.name)
  if (reader === undefined) throw new Error('No pipeline brings orders.')
  const requesters = new Map(names.map((pipeline) => [pipeline, requester(pipeline, 'reports')]))
  const windowRequesters = new Map(names.map((pipeline) => [pipeline, requester(pipeline, 'window')]))
  const requestWindows = async (): Promise<void> => {
    const now = instantFromMs(clock.now())
    await Promise.all([...windowRequesters.values()].map((request) => request(now)))
  }
  return {
    db,
    pipelines,
    requestRun: async (pipeline, after) => requesters.get(pipeline)?.(after),
    requestWindow: async (pipeline, after) => windowRequesters.get(pipeline)?.(after),
    revalidate: revalidator(config.revalidateAfterMs, requestWindows, clock, logger),
    readers,
    reader,
    verifier,
    schedulerAccounts,
    webhookHandlers,
    everyMinutes: config.everyMinutes,
    timeZone: config.timeZone,
    adaptation: adaptationOf(config, surroundings),
    clock,
    logger,
  }
}

function pipelinesOf(config: Config, surroundings: Surroundings, clock: ServerClock): readonly Pipeline[] {
  const { db, fetch, secretOf } = surroundings
  return createPipelines(config, {
    db,
    fetch,
    clock,
    secretOf,
    accessOf: accessOf(config, surroundings),
    feedOf: (pipeline, identity) => createReportFeed(db, pipeline, identity),
  })
}

/** The accounts at vendors whose tokens are kept. */
function accessOf(config: Config, surroundings: Surroundings): AccessOf {
  const { db, clock, logger, secretOf } = surroundings
  const keys = (): SealingKeys => sealingKeys(secretOf(keySecret), keySecret)
  return accountAccess(
    { db, clock, logger, keys, randomBytes: (count) => new Uint8Array(randomBytes(count)) },
    createTokenEndpoints(config, surroundings),
  )
}

/** The readers of all streams share what they keep in memory. */
function readersOf(
  enabled: readonly Pipeline[],
  { reader: settings }: Config,
  { db, clock }: Surroundings,
): ReadonlyMap<string, CacheReader> {
  const blocks = new BlockCache(db, settings.memoryBytes)
  const listed = enabled.flatMap(listedBy)
  return new Map(
    [...Map.groupBy(listed, ({ stream }) => stream.name)].flatMap(([name, [first, ...others]]) => {
      if (first === undefined) return []
      const pipelines = [first, ...others].map(({ id }) => id)
      return [[name, new CacheReader(db, first.stream, pipelines, settings, clock, blocks, first.parents)]]
    }),
  )
}

/** Returns the lists of a pipeline: its records, and each of their child streams. */
function listedBy({ id, stream }: Pipeline): { id: string; stream: Stream; parents: Parents | null }[] {
  const children = (stream.children ?? []).map((one) => ({
    id: childPipelineOf(id, one.stream.name),
    stream: one.stream,
    parents: { stream, of: one.of },
  }))
  return [{ id, stream, parents: null }, ...children]
}

function adaptationOf(config: Config, surroundings: Surroundings): Adaptation | null {
  const { db, scheduler, clock, logger, schedulerAccounts: accounts } = surroundings
  const { adaptiveSchedule: settings, everyMinutes: baseMinutes } = config
  return settings === null ? null : { db, scheduler, settings, baseMinutes, accounts, clock, logger }
}

function contextOf(
  pipeline: Pipeline,
  enabled: readonly Pipeline[],
  config: Config,
  surroundings: Surroundings,
  memory: ByteBudget,
): SyncContext {
  const { db, clock, logger, pace } = surroundings
  return {
    ...pipeline,
    ...linksOf(db, pipeline, enabled),
    db,
    settings: {
      lookbackMs: config.lookbackMs,
      // As many as a commit takes.
      pageSize: sliceLimits.orders,
      // About as many of the usual size.
      fullPageSize: 1_250,
      fullRunEveryMs: config.fullRunEveryMs,
      deleteCapPercent: config.deleteCapPercent,
      journalMs: config.journalMs,
      quietCadenceMs: config.requestDelayMs,
      schedule: { everyMinutes: config.everyMinutes, isAdaptive: config.adaptiveSchedule !== null },
    },
    pace,
    limits: { incremental: limitsOf(runSeconds.incremental), full: limitsOf(runSeconds.full) },
    clock,
    logger,
    memory,
    enqueueFullRun: surroundings.enqueueFullRun,
    enqueueRun: surroundings.enqueueRun,
  }
}

function limitsOf(seconds: { soft: number; lease: number }): { softDeadlineMs: number; leaseMs: number } {
  return { softDeadlineMs: seconds.soft * 1000, leaseMs: seconds.lease * 1000 }
}
