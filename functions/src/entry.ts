import { getApps, initializeApp } from 'firebase-admin/app'
import { getAuth, type Auth } from 'firebase-admin/auth'
import { logger as functionsLogger } from 'firebase-functions/logger'
import { OAuth2Client } from 'google-auth-library'

import { SettingError } from './lib/errors.ts'
import { failureOf } from './lib/failure.ts'
import { Firestore } from './lib/firestore/firestore.ts'
import type { TokenVerifier } from './lib/identity.ts'
import type { Logger } from './lib/logger.ts'
import { cronEvery } from './lib/scheduler/cron.ts'
import { cloudJobScheduler, memoryJobScheduler, type JobScheduler } from './lib/scheduler/jobScheduler.ts'
import { cloudTaskQueues, type EnqueueTask } from './lib/scheduler/taskQueue.ts'
import { systemClock } from './lib/systemClock.ts'
import { runSeconds } from './options.ts'
import { database, region } from './params.ts'
import { readAccessParams, readConfig, readWebhookHandlers, type Config } from './config.ts'
import { advisedPace, unlimitedPace } from './sync/commit/pace.ts'
import { composeDeps, type Access, type Deps, type Entry, type Surroundings } from './deps.ts'

/** The deployed functions' surroundings: the environment, Firestore, and Google's own services or their emulators. */
export const entry: Entry = { getAccess: onceMade(createAccess), getDeps: onceMade(createDeps) }

/** Returns a function that calls `make` until it succeeds, and from then on returns what it made. */
function onceMade<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/**
 * Verifies Firebase ID tokens of `auth`'s project, and Google's OIDC tokens by the certificates that `google` fetches.
 * `auth` is called with the first token.
 */
export function createVerifier(
  auth: () => Pick<Auth, 'verifyIdToken'>,
  google: OAuth2Client,
  audiences: readonly string[],
): TokenVerifier {
  return {
    firebase: async (token) => ({ ...(await auth().verifyIdToken(token)) }),
    google: async (token) => {
      const ticket = await google.verifyIdToken({ idToken: token, audience: [...audiences] })
      return { ...ticket.getPayload() }
    },
  }
}

function createAccess(): Access {
  initializeDefaultApp()
  const { schedulerAccounts, oidcAudiences } = readAccessParams(process.env, projectId(), region)
  const verifier = createVerifier(getAuth, new OAuth2Client(), oidcAudiences)
  return { verifier, schedulerAccounts, webhookHandlers: readWebhookHandlers(process.env), logger: functionsLogger }
}

function createDeps(): Deps {
  const access = entry.getAccess()
  const config = readConfigOrLog(access.logger)
  return composeDeps(config, {
    ...access,
    db: new Firestore({ databaseId: database, ignoreUndefinedProperties: true }),
    clock: systemClock,
    pace: isEmulated() ? unlimitedPace : advisedPace,
    fetch,
    secretOf: boundSecret,
    ...taskEnqueuers(cloudTaskQueues(region)),
    scheduler: schedulerOf(config, access),
  })
}

/** A secret that the function is bound to. */
function boundSecret(name: string): string {
  const secret = process.env[name] ?? ''
  if (secret === '')
    throw new SettingError(name, 'is not there: set it with "npm run firebase -- functions:secrets:set" and deploy')
  return secret
}

/** Reads the configuration. An error is logged here, once for all functions, and thrown: tasks and events have nobody to answer. */
function readConfigOrLog(logger: Logger): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    logger.error('[SETTINGS] the settings cannot be used', { cause: failureOf(error).message })
    throw error
  }
}

/** Initializes the default app, which the Admin SDK's clients look for: the SDK of a Firestore trigger has an app of its own. */
function initializeDefaultApp(): void {
  if (getApps().some(({ name }) => name === '[DEFAULT]')) return
  initializeApp(isEmulated() ? { projectId: projectId(), ...emulatedOptions } : undefined)
}

function projectId(): string {
  return process.env.GCLOUD_PROJECT ?? process.env.GOOGLE_CLOUD_PROJECT ?? ''
}

function isEmulated(): boolean {
  return process.env.FUNCTIONS_EMULATOR === 'true'
}

/**
 * A task carries the name of the account that calls its function. Not told, the Admin SDK asks a metadata server for it with each
 * task, and on a machine without a network waits two seconds for no answer; the emulator takes any name.
 */
const emulatedOptions = { serviceAccountId: 'emulated@localhost.test' }

/** The emulators have no scheduler; `npm start` plays its part by what the status says. */
function schedulerOf({ everyMinutes }: Config, { schedulerAccounts }: Access): JobScheduler {
  return isEmulated()
    ? memoryJobScheduler(cronEvery(everyMinutes) ?? '', schedulerAccounts[0] ?? '')
    : cloudJobScheduler({ project: projectId(), region }, systemClock)
}

function taskEnqueuers(enqueue: EnqueueTask): Pick<Surroundings, 'enqueueFullRun' | 'enqueueRun'> {
  return {
    enqueueFullRun: (pipeline) =>
      enqueue({ queue: 'fullSync', data: { pipeline }, dispatchDeadlineSeconds: runSeconds.full.attempt }),
    enqueueRun: ({ id, ...task }) =>
      enqueue({
        queue: 'requestedSync',
        id,
        data: task,
        scheduledMs: task.scheduledMs,
        dispatchDeadlineSeconds: runSeconds.incremental.attempt,
      }),
  }
}
