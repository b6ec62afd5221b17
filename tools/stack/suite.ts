import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'

import { deployedSettingsFile } from '../../cli/deployedSettings.ts'
import { localProject, projectRoot, workFolder } from '../../cli/paths.ts'
import { buildAll } from '../build.ts'
import { checkSettings } from '../settings.ts'
import { findFirestoreEmulator, firestoreEmulatorEnv, firestoreEmulatorHint } from './firestoreEmulator.ts'
import { findJava } from './java.ts'
import { writeLocalConfig } from './localConfig.ts'
import { noSettings, stageFunctions, type LocalSettings } from './localFunctions.ts'
import { assertPortsFree, emulatorPorts } from './ports.ts'

const emulators = ['functions', 'firestore', 'auth', 'hosting', 'tasks']
const startTimeoutMs = 120_000
const downloadTimeoutMs = 600_000
/**
 * The functions' code is loaded at the start and whenever triggers are switched on again. The default of 10 s is too short for a
 * busy machine, and then the suite goes on without triggers: writes are never reported.
 */
const discoveryTimeoutSeconds = 90
const logFile = join(workFolder, 'emulators.log')

export interface Suite {
  /** The variables by which a child process talks to the emulators and to nothing else. */
  readonly env: Readonly<Record<string, string>>
  /** Resolves when the suite has ended, by itself or because it was stopped. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** The suite ended or failed by itself; the message holds the end of its own output. */
export class SuiteError extends Error {
  override readonly name = 'SuiteError'

  constructor(message: string, log = readLog()) {
    const lines = stripVTControlCharacters(log).trimEnd().split('\n').slice(-15)
    const end = lines.map((line) => `  | ${line.slice(0, 200)}\n`).join('')
    super(`${message}\n${end}Its whole output is in ${logFile}.`)
  }
}

function readLog(): string {
  return existsSync(logFile) ? readFileSync(logFile, 'utf8') : ''
}

/** The environment variables by which Google's clients find the emulators. */
export function emulatorEnv(): Record<string, string> {
  const ports = emulatorPorts()
  return {
    GCLOUD_PROJECT: localProject,
    FIRESTORE_EMULATOR_HOST: `127.0.0.1:${ports.firestore}`,
    FIREBASE_AUTH_EMULATOR_HOST: `127.0.0.1:${ports.auth}`,
    CLOUD_TASKS_EMULATOR_HOST: `127.0.0.1:${ports.tasks}`,
    FIREBASE_EMULATOR_HUB: `127.0.0.1:${ports.hub}`,
    FUNCTIONS_EMULATOR_ORIGIN: `http://127.0.0.1:${ports.functions}`,
    HOSTING_EMULATOR_ORIGIN: `http://127.0.0.1:${ports.hosting}`,
    ...withoutMetadata,
  }
}

/** Google's clients would look for a cloud machine around them, and wait where there is no network. */
const withoutMetadata = { METADATA_SERVER_DETECTION: 'none' }

/** Returns the address of a function on the local stack. */
export function functionUrl(name: string): string {
  localRegion ??= deployedSettingsFile(localProject).region
  return `http://127.0.0.1:${emulatorPorts().functions}/${localProject}/${localRegion}/${name}`
}
let localRegion: string | undefined

/**
 * Builds the functions and the page and starts the Firebase Emulator Suite, empty; `aborted` stops it at any moment. The
 * functions have `settings` beside those of their files. Throws an error that says what is missing or in the way, and a SuiteError
 * where the suite does not come up.
 */
export async function startSuite(aborted: AbortSignal, settings: LocalSettings = noSettings): Promise<Suite> {
  const java = findJava()
  await assertPortsFree()
  const place = checkSettings(localProject, stageFunctions(settings))
  await buildAll(place)
  aborted.throwIfAborted()
  const keeper = spawnKeeper(java, writeLocalConfig(place))
  const ended = new Promise<void>((resolve) => keeper.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    if (keeper.connected) keeper.disconnect()
    await ended
  }
  try {
    await untilReady(keeper, aborted)
  } catch (error) {
    await stop()
    throw error
  }
  keeper.send('ready')
  return { env: emulatorEnv(), ended, stop }
}

function spawnKeeper(java: string, config: string): ChildProcess {
  mkdirSync(workFolder, { recursive: true })
  const log = openSync(logFile, 'w')
  const firebase = join(projectRoot, 'node_modules/firebase-tools/lib/bin/firebase.js')
  const suite = ['emulators:start', '--only', emulators.join(','), '--project', localProject, '--non-interactive']
  const keeper = join(projectRoot, 'tools/stack/keeper.ts')
  const child = spawn(process.execPath, [keeper, process.execPath, firebase, ...suite, '--config', config], {
    cwd: projectRoot,
    // A group of its own: a Ctrl-C in the terminal reaches this process only, which then stops the suite in order.
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
    env: {
      ...process.env,
      ...firestoreEmulatorEnv(workFolder),
      ...javaOptionsEnv(),
      ...withoutMetadata,
      FUNCTIONS_DISCOVERY_TIMEOUT: String(discoveryTimeoutSeconds),
      PATH: `${java}${delimiter}${process.env.PATH ?? ''}`,
      FIREBASE_CLI_DISABLE_UPDATE_CHECK: 'true',
      DO_NOT_TRACK: '1',
    },
  })
  closeSync(log)
  return child
}

/**
 * The options that Java is started with, for firebase-tools has no option for them. The suite asks little of its database: half of the
 * processor's time that the emulator took went into optimizing its code and into threads that collect its garbage.
 * Empty where the environment has options: two choices of a collector contradict each other, and Java does not start.
 */
function javaOptionsEnv(): Record<string, string> {
  const { JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS } = process.env
  if (JAVA_TOOL_OPTIONS || JDK_JAVA_OPTIONS) return {}
  return { JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' }
}

async function untilReady(keeper: ChildProcess, aborted: AbortSignal): Promise<void> {
  const isDownloading = findFirestoreEmulator().from === 'download'
  if (isDownloading) process.stderr.write('Downloading the Firestore emulator, once (about 140 MB) ...\n')
  const hint = isDownloading ? ` ${firestoreEmulatorHint}` : ''
  const timeoutMs = isDownloading ? downloadTimeoutMs : startTimeoutMs
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline) {
    if (await isReady()) return
    if (keeper.exitCode !== null || keeper.signalCode !== null) {
      throw new SuiteError(`The emulator suite ended before it was ready.${hint}`)
    }
    // firebase-tools goes on without the functions.
    const log = readLog()
    const failure = log.lastIndexOf('Failed to load function definition')
    if (failure !== -1) {
      const [line = ''] = log.slice(failure).split('\n')
      throw new SuiteError('The functions could not be loaded.', log.slice(0, failure) + line)
    }
    await sleep(200, undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
  }
  throw new SuiteError(`The emulator suite was not ready after ${timeoutMs / 1000} s.${hint}`)
}

/**
 * Tells whether every emulator is up and the code is loaded: the functions emulator answers before it is. A function that
 * answers anything but 404 is there.
 */
async function isReady(): Promise<boolean> {
  try {
    const hub = await fetch(`http://127.0.0.1:${emulatorPorts().hub}/emulators`)
    const running = Object.keys((await hub.json()) as object) // The hub answers an object.
    return emulators.every((name) => running.includes(name)) && (await fetch(functionUrl('syncStatus'))).status !== 404
  } catch {
    return false
  }
}
