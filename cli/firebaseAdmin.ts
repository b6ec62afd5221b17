import { createRequire } from 'node:module'

import type * as AppModule from '../functions/node_modules/firebase-admin/lib/app/index.js'
import type * as AuthModule from '../functions/node_modules/firebase-admin/lib/auth/index.js'
import type * as FirestoreModule from '../functions/node_modules/firebase-admin/lib/firestore/index.js'

import { deployedSettingsFile } from './deployedSettings.ts'

/*
 * The Admin SDK for commands and tests. It is a dependency of the functions, which are a package of their own; a second copy here
 * could drift from the one that is deployed.
 */

const require = createRequire(new URL('../functions/package.json', import.meta.url))

/** Firebase Auth of the project, or of the emulator at FIREBASE_AUTH_EMULATOR_HOST. */
export function adminAuth(projectId: string): AuthModule.Auth {
  const { getAuth } = require('firebase-admin/auth') as typeof AuthModule // `require` returns any.
  return getAuth(adminApp(projectId))
}

/** The project's database that the settings name, or the same of the emulator at FIRESTORE_EMULATOR_HOST. */
export function adminFirestore(projectId: string): FirestoreModule.Firestore {
  const { getFirestore } = require('firebase-admin/firestore') as typeof FirestoreModule // As above.
  return getFirestore(adminApp(projectId), deployedSettingsFile(projectId).database)
}

/** Lets go of what the project's clients hold open, so that the process can end. */
export async function closeAdmin(projectId: string): Promise<void> {
  const { getApps, deleteApp } = appModule()
  await Promise.all(
    getApps()
      .filter(({ name }) => name === projectId)
      .map(deleteApp),
  )
}

/** One app a project. Without a credential the SDK takes the application default ones, and none on the emulators. */
function adminApp(projectId: string): AppModule.App {
  const { getApps, initializeApp } = appModule()
  return getApps().find(({ name }) => name === projectId) ?? initializeApp({ projectId }, projectId)
}

function appModule(): typeof AppModule {
  return require('firebase-admin/app') as typeof AppModule // As above.
}
