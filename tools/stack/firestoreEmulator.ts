import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { z } from 'zod'

import { projectRoot } from '../../cli/paths.ts'
import { launcherJar } from './launcherJar.ts'

/**
 * Google Cloud CLI ships the emulator as a component. Its jar names no main class, and firebase-tools runs `java -jar`.
 */
const component = 'platform/cloud-firestore-emulator/cloud-firestore-emulator.jar'
const mainClass = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore'

/** Where Google Cloud CLI is installed by its usual installers. Asking it takes a second, so that comes last. */
const cloudSdkFolders = [
  '/usr/lib/google-cloud-sdk',
  '/usr/share/google-cloud-sdk',
  '/opt/google-cloud-sdk',
  '/opt/homebrew/share/google-cloud-sdk',
  join(homedir(), 'google-cloud-sdk'),
]

/** Where the Firestore emulator comes from. */
export type FirestoreEmulator =
  | { readonly from: 'FIRESTORE_EMULATOR_BINARY_PATH'; readonly jar: string }
  | { readonly from: 'firebase-tools'; readonly jar: string }
  | { readonly from: 'Google Cloud CLI'; readonly jar: string }
  /** Not here: firebase-tools will try to download it. */
  | { readonly from: 'download' }

/** Looks where the emulator's jar may be: the environment, what firebase-tools has downloaded, Google Cloud CLI. */
export function findFirestoreEmulator(): FirestoreEmulator {
  const named = process.env.FIRESTORE_EMULATOR_BINARY_PATH
  if (named) {
    if (!existsSync(named)) throw new Error(`FIRESTORE_EMULATOR_BINARY_PATH names a file that is not there: ${named}`)
    return { from: 'FIRESTORE_EMULATOR_BINARY_PATH', jar: named }
  }
  const downloaded = downloadedJar()
  if (existsSync(downloaded)) return { from: 'firebase-tools', jar: downloaded }
  const jar = gcloudJar()
  return jar === undefined ? { from: 'download' } : { from: 'Google Cloud CLI', jar }
}

/** What firebase-tools has to be told to find the emulator. Writes into `folder` where it needs a launcher. */
export function firestoreEmulatorEnv(folder: string): Record<string, string> {
  const emulator = findFirestoreEmulator()
  if (emulator.from !== 'Google Cloud CLI') return {}
  mkdirSync(folder, { recursive: true })
  const launcher = join(folder, 'firestore-emulator.jar')
  // Another emulator may be reading the one that is there: it is put in its place whole.
  const making = `${launcher}.${process.pid}`
  writeFileSync(making, launcherJar(mainClass, pathToFileURL(emulator.jar).href))
  renameSync(making, launcher)
  return { FIRESTORE_EMULATOR_BINARY_PATH: launcher }
}

/** What to say where the emulator is missing: its download failed, or would have to happen. */
export const firestoreEmulatorHint =
  'The Firestore emulator is not on this machine, and firebase-tools downloads it from storage.googleapis.com. Where that ' +
  'cannot be reached, install it with Google Cloud CLI ("gcloud components install cloud-firestore-emulator", or the package ' +
  "google-cloud-cli-firestore-emulator of Google's Debian repository), or set FIRESTORE_EMULATOR_BINARY_PATH to its jar."

const downloadsSchema = z.object({ firestore: z.object({ downloadPathRelativeToCacheDir: z.string() }) })

/** The very version that the installed firebase-tools wants; it downloads anew for another. */
function downloadedJar(): string {
  const list = join(projectRoot, 'node_modules/firebase-tools/lib/emulator/downloadableEmulatorInfo.json')
  const { firestore } = downloadsSchema.parse(JSON.parse(readFileSync(list, 'utf8')))
  const cache = process.env.FIREBASE_EMULATORS_PATH || join(homedir(), '.cache', 'firebase', 'emulators')
  return join(cache, firestore.downloadPathRelativeToCacheDir)
}

function gcloudJar(): string | undefined {
  const usual = cloudSdkFolders.map((folder) => join(folder, component)).find((jar) => existsSync(jar))
  if (usual !== undefined) return usual
  const { stdout } = spawnSync('gcloud', ['info', '--format=value(installation.sdk_root)'], { encoding: 'utf8' })
  const root = (stdout ?? '').trim()
  const jar = join(root, component)
  return root && existsSync(jar) ? jar : undefined
}
