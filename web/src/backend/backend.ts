import { initializeApp } from 'firebase/app'
import {
  browserLocalPersistence,
  connectAuthEmulator,
  indexedDBLocalPersistence,
  initializeAuth,
  type Auth,
} from 'firebase/auth'
import { connectFunctionsEmulator, getFunctions } from 'firebase/functions'

import { loadPart } from '../parts/part.ts'
import { callsOf, type Calls } from './calls.ts'
import { isLocal, readWebConfig } from './config.ts'
import type { Listeners } from './listeners.ts'

/** All that the page uses of the outside: who is signed in, the public callables, and a few documents that change. */
export interface Backend {
  readonly projectId: string
  readonly auth: Auth
  readonly calls: Calls
  /** Loads Firestore's client, which is large and not needed for the first page. */
  listeners(): Promise<Listeners>
}

const host = '127.0.0.1'

/** The one backend of this page; a failed opening is forgotten. Throws where Hosting does not say which project this is. */
export function openBackend(): Promise<Backend> {
  opened ??= open().catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}
let opened: Promise<Backend> | undefined

async function open(): Promise<Backend> {
  const config = await readWebConfig()
  const app = initializeApp(config)
  const auth = initializeAuth(app, { persistence: [indexedDBLocalPersistence, browserLocalPersistence] })
  const { region, database } = __PLACE__
  const functions = getFunctions(app, region)
  if (isLocal) {
    connectAuthEmulator(auth, `http://${host}:${__EMULATOR_PORTS__.auth}`, { disableWarnings: true })
    connectFunctionsEmulator(functions, host, __EMULATOR_PORTS__.functions)
  }
  let listeners: Promise<Listeners> | undefined
  return {
    projectId: config.projectId,
    auth,
    calls: callsOf(functions),
    listeners: () =>
      (listeners ??= loadPart('listeners', () => import('./listeners.ts'))
        .then(({ openListeners }) =>
          openListeners(app, database, isLocal ? { host, port: __EMULATOR_PORTS__.firestore } : null),
        )
        .catch((error: unknown) => {
          // The next one who asks tries again.
          listeners = undefined
          throw error
        })),
  }
}
