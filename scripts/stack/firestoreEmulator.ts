import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { findJarTool } from './java.ts'

/** Google Cloud CLI ships the emulator as a component; its jar names no main class, and firebase-tools runs `java -jar`. */
const component = 'platform/cloud-firestore-emulator/cloud-firestore-emulator.jar'
const mainClass = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore'

function downloadedByFirebaseTools(): boolean {
  const cache = process.env.FIREBASE_EMULATORS_PATH ?? join(homedir(), '.cache', 'firebase', 'emulators')
  return existsSync(cache) && readdirSync(cache).some((name) => /^cloud-firestore-emulator-.*\.jar$/.test(name))
}

function gcloudJar(): string | undefined {
  const { stdout } = spawnSync('gcloud', ['info', '--format=value(installation.sdk_root)'], { encoding: 'utf8' })
  const jar = join((stdout ?? '').trim(), component)
  return stdout && existsSync(jar) ? jar : undefined
}

/** A one-entry jar whose manifest points `java -jar` at the component's jar. */
function launcherFor(jar: string, folder: string): string {
  const launcher = join(folder, 'firestore-emulator.jar')
  const tool = findJarTool()
  if (!tool) throw new Error('The Firestore emulator of Google Cloud CLI needs the "jar" tool of a JDK (a runtime alone lacks it).')
  mkdirSync(folder, { recursive: true })
  const manifest = join(folder, 'manifest.txt')
  writeFileSync(manifest, `Main-Class: ${mainClass}\nClass-Path: ${pathToFileURL(jar).href}\n`)
  rmSync(launcher, { force: true })
  const made = spawnSync(tool, ['cfm', launcher, manifest], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`Could not make ${launcher}: ${made.stderr}`)
  return launcher
}

/**
 * What firebase-tools has to be told to find the emulator: nothing where it has downloaded its own (or still can),
 * else the path of a jar that it can run.
 */
export function firestoreEmulatorEnv(folder: string): Record<string, string> {
  if (process.env.FIRESTORE_EMULATOR_BINARY_PATH || downloadedByFirebaseTools()) return {}
  const jar = gcloudJar()
  return jar ? { FIRESTORE_EMULATOR_BINARY_PATH: launcherFor(jar, folder) } : {}
}

/** What to say when the suite did not start: the download is the usual reason. */
export const firestoreEmulatorHint =
  'If the Firestore emulator could not be downloaded: install it with Google Cloud CLI ("gcloud components install ' +
  'cloud-firestore-emulator", or Debian\'s package google-cloud-cli-firestore-emulator), or set FIRESTORE_EMULATOR_BINARY_PATH to its jar.'
