// First: it has to be there before firebase-functions is.
export { logLines } from './logLines.ts'

import { once } from 'node:events'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'

import { http, type HttpFunction } from '@google-cloud/functions-framework'
import { getTestServer } from '@google-cloud/functions-framework/testing'

import type * as AppModule from '../../functions/node_modules/firebase-admin/lib/app/index.js'
import type * as AuthModule from '../../functions/node_modules/firebase-admin/lib/auth/index.js'
import type * as LibraryModule from '../../functions/node_modules/google-auth-library/build/src/index.js'
import type * as LoggerModule from '../../functions/node_modules/firebase-functions/lib/logger/index.js'
import { composeDeps, type Deps, type Entry } from '../../functions/src/deps.ts'
import { createVerifier } from '../../functions/src/entry.ts'
import type { Clock } from '../../functions/src/lib/clock.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import type { JobScheduler } from '../../functions/src/lib/scheduler/jobScheduler.ts'
import { systemClock } from '../../functions/src/lib/systemClock.ts'
import type { Pipeline } from '../../functions/src/model/pipeline.ts'
import type { WebhookHandler } from '../../functions/src/model/webhook.ts'
import type { Config } from '../../functions/src/config.ts'
import { readFirestoreSourceConfig, type FirestoreSourceConfig } from '../../functions/src/sources/firestore/config.ts'
import type { OrderSettings } from '../../functions/src/sources/firestore/settings.ts'
import type { AdaptiveSettings } from '../../functions/src/sync/schedule/settings.ts'
import { unlimitedPace } from '../../functions/src/sync/commit/pace.ts'
import type { RunTask } from '../../functions/src/sync/requests/runTask.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { createDescribeStreams } from '../../functions/src/triggers/describeStreams.ts'
import { createDownloadOrders } from '../../functions/src/triggers/downloadOrders.ts'
import { createExportOrders } from '../../functions/src/triggers/exportOrders.ts'
import { createExportRecords } from '../../functions/src/triggers/exportRecords.ts'
import { createFullSync } from '../../functions/src/triggers/fullSync.ts'
import { createGetOrder } from '../../functions/src/triggers/getOrder.ts'
import { createGetRecord } from '../../functions/src/triggers/getRecord.ts'
import { createGetSyncStatus } from '../../functions/src/triggers/getSyncStatus.ts'
import { createListOrders } from '../../functions/src/triggers/listOrders.ts'
import { createListRecords } from '../../functions/src/triggers/listRecords.ts'
import { createOrderStats } from '../../functions/src/triggers/orderStats.ts'
import { createRequestedSync } from '../../functions/src/triggers/requestedSync.ts'
import { createResyncOrders } from '../../functions/src/triggers/resyncOrders.ts'
import { createSaveOperatingSeason } from '../../functions/src/triggers/saveOperatingSeason.ts'
import { createStartSync } from '../../functions/src/triggers/startSync.ts'
import { createSyncOrders } from '../../functions/src/triggers/syncOrders.ts'
import { createSyncStatus } from '../../functions/src/triggers/syncStatus.ts'
import { createWebhooks } from '../../functions/src/triggers/webhooks.ts'
import { databaseOf } from './firestore.ts'

/** The project whose users the functions let in. */
export const project = 'demo-tidemark'
/** The audience that the functions ask of Google's OIDC tokens here. */
export const audience = 'https://us-central1-demo-tidemark.cloudfunctions.net/syncOrders'
export const schedulerAccount = 'tidemark-scheduler@demo-tidemark.iam.gserviceaccount.com'

/** Every function, as index.ts exports them; a test holds the two lists together. */
const factories = {
  syncOrders: createSyncOrders,
  resyncOrders: createResyncOrders,
  syncStatus: createSyncStatus,
  listOrders: createListOrders,
  getOrder: createGetOrder,
  orderStats: createOrderStats,
  exportOrders: createExportOrders,
  downloadOrders: createDownloadOrders,
  describeStreams: createDescribeStreams,
  listRecords: createListRecords,
  getRecord: createGetRecord,
  exportRecords: createExportRecords,
  getSyncStatus: createGetSyncStatus,
  startSync: createStartSync,
  saveOperatingSeason: createSaveOperatingSeason,
  fullSync: createFullSync,
  requestedSync: createRequestedSync,
  webhooks: createWebhooks,
} as const

export type FunctionName = keyof typeof factories
export const functionNames = Object.keys(factories) as FunctionName[] // Object.keys forgets the literal's keys.

/** The functions' own copies: whoever verifies a token must find the app that a test made. */
const require = createRequire(new URL('../../functions/package.json', import.meta.url))

/**
 * The default app of this process, whose users' tokens the functions verify: by the Auth emulator where
 * FIREBASE_AUTH_EMULATOR_HOST is set, else by certificates, fetched through `options.httpAgent`. Once a process.
 */
export function initializeAuth(options: AppModule.AppOptions = {}): AuthModule.Auth {
  const { initializeApp } = require('firebase-admin/app') as typeof AppModule // `require` returns any.
  const { getAuth } = require('firebase-admin/auth') as typeof AuthModule // As above.
  return getAuth(initializeApp({ projectId: project, ...options }))
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed text; undefined where it is no JSON. */
  readonly body: unknown
}

export interface ServerOptions {
  /** The database of the shop's orders and of the cache; a new one by default. */
  readonly db?: Firestore
  /** The address of Google's certificates. */
  readonly certsUrl?: string
  /** The parts that adapt the schedule; without them the schedule is fixed. */
  readonly adaptive?: { readonly settings: AdaptiveSettings; readonly scheduler: JobScheduler }
  readonly clock?: Clock
  /** Pipelines beside those of the deployment. */
  readonly more?: readonly Pipeline[]
  /** The vendors whose notifications are taken; none by default. */
  readonly webhookHandlers?: readonly WebhookHandler[]
  /** Sources that are off by default. */
  readonly sources?: Partial<Pick<Config, 'recordSources' | 'tiktokShop' | 'square' | 'operatingSeasons'>>
  /** The shape of the shop's orders; that of the samples by default. */
  readonly orders?: OrderSettings
  /** The values of secrets, by their names. */
  readonly secrets?: Readonly<Record<string, string>>
  /** Gives the functions their dependencies: by default `deps` of this server. A test of wrong settings passes one that throws. */
  readonly getDeps?: Entry['getDeps']
}

export interface TestServer {
  readonly deps: Deps
  /** The tasks of runs that were asked for, by their ids: a queue takes each once. */
  readonly runTasks: ReadonlyMap<string, RunTask>
  /** The address of a function. */
  addressOf(name: FunctionName): string
  /** Requests a function over HTTP; `path` begins behind its address. */
  fetch(name: FunctionName, init?: RequestInit, path?: string): Promise<Answer>
  /** Calls a callable function as the Firebase SDKs do. */
  call(name: FunctionName, data: unknown, token?: string): Promise<Answer>
  /** Runs the full runs that were asked for, as Cloud Tasks would. Returns how many tasks that took. */
  drain(): Promise<number>
  stop(): Promise<void>
}

/**
 * Serves the functions as Cloud Functions does (the same framework parses the bodies), each at an address of its own, and
 * outside the emulator suite, which verifies no token.
 */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const tasks: string[] = []
  const runTasks = new Map<string, RunTask>()
  const deps = depsFor(options, (pipeline) => tasks.push(pipeline), runTasks)
  const servers: Server[] = []
  const addresses = new Map<FunctionName, string>()
  for (const name of functionNames) {
    const server = await serve(name, { getAccess: () => deps, getDeps: options.getDeps ?? (() => deps) })
    const { port } = server.address() as AddressInfo // It listens on TCP.
    servers.push(server)
    addresses.set(name, `http://127.0.0.1:${port}`)
  }
  const addressOf = (name: FunctionName): string => addresses.get(name) ?? ''
  const request = async (name: FunctionName, init: RequestInit = {}, path = ''): Promise<Answer> =>
    answerOf(await fetch(`${addressOf(name)}/${path}`, init))
  return {
    deps,
    runTasks,
    addressOf,
    fetch: request,
    call: (name, data, token) =>
      request(name, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ data }),
      }),
    drain: async () => {
      let ran = 0
      for (; tasks.length > 0; ran++) {
        tasks.pop()
        for (const context of deps.pipelines) await runFullTask(context)
      }
      return ran
    },
    stop: async () => {
      for (const server of servers) {
        server.closeAllConnections()
        server.close()
        await once(server, 'close')
      }
    },
  }
}

function depsFor(
  {
    db = databaseOf(),
    certsUrl,
    adaptive,
    clock = systemClock,
    more = [],
    webhookHandlers = [],
    secrets = {},
    sources,
    orders,
  }: ServerOptions,
  enqueue: (pipeline: string) => void,
  runTasks: Map<string, RunTask>,
): Deps {
  const { OAuth2Client } = require('google-auth-library') as typeof LibraryModule // `require` returns any.
  const { getAuth } = require('firebase-admin/auth') as typeof AuthModule // As above.
  const { logger } = require('firebase-functions/logger') as typeof LoggerModule // As above.
  const endpoints = certsUrl === undefined ? {} : { oauth2FederatedSignonPemCertsUrl: certsUrl }
  return composeDeps(
    {
      ...config,
      ...(orders && { firestoreSource: sourceWith(orders) }),
      ...sources,
      adaptiveSchedule: adaptive?.settings ?? null,
    },
    {
      db,
      verifier: createVerifier(getAuth, new OAuth2Client({ endpoints }), [audience]),
      schedulerAccounts: [schedulerAccount],
      webhookHandlers,
      clock,
      pace: unlimitedPace,
      fetch,
      secretOf: (name) => secrets[name] ?? '',
      logger,
      enqueueFullRun: async (pipeline) => enqueue(pipeline),
      enqueueRun: async (task) => {
        runTasks.set(task.id, task)
      },
      scheduler: adaptive?.scheduler ?? noScheduler,
    },
    more,
  )
}

function sourceWith(orders?: OrderSettings): FirestoreSourceConfig {
  return readFirestoreSourceConfig({ changedAtField: 'updatedAt', ...(orders && { orders }) })
}

/** The job of a fixed schedule, which no function may touch. */
const noScheduler: JobScheduler = {
  read: () => Promise.reject(new Error('The job was read.')),
  reschedule: () => Promise.reject(new Error('The job was changed.')),
}

const config: Config = {
  firestoreSource: sourceWith(),
  recordSources: [],
  tiktokShop: null,
  square: null,
  operatingSeasons: false,
  requestDelayMs: 3_000,
  lookbackMs: 300_000,
  everyMinutes: 15,
  timeZone: 'UTC',
  adaptiveSchedule: null,
  fullRunEveryMs: null,
  deleteCapPercent: 5,
  journalMs: 90 * 86_400_000,
  // Each request sees what was committed before it.
  reader: { headTtlMs: 0, memoryBytes: 400_000_000, rowLimit: 2_000_000 },
  revalidateAfterMs: 1_350_000,
}

async function serve(name: FunctionName, entry: Entry): Promise<Server> {
  // firebase-functions declares the raw body that the framework declares optional.
  http(name, factories[name](entry) as HttpFunction)
  // As deployed: elsewhere the framework answers a body that is no JSON with a stack.
  process.env.NODE_ENV = 'production'
  const server = getTestServer(name)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
