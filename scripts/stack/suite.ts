import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { buildFunctions } from '../build.ts'
import { localProject, projectRoot, workFolder } from '../paths.ts'
import { firestoreEmulatorEnv, firestoreEmulatorHint } from './firestoreEmulator.ts'
import { findJava } from './java.ts'
import { assertPortsFree, emulatorPorts } from './ports.ts'

const emulators = ['functions', 'firestore', 'auth', 'hosting', 'tasks']
const startTimeoutMs = 120_000
const stopTimeoutMs = 20_000

export interface Suite {
  /** What a child process needs to talk to the emulators and to nothing else. */
  readonly env: Record<string, string>
  /** The file that the suite's own output goes to. */
  readonly logFile: string
  /** Resolves when the suite has ended by itself. */
  readonly ended: Promise<void>
  stop(): Promise<void>
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
  }
}

/** Builds the functions and starts the Firebase Emulator Suite, empty. */
export async function startSuite(): Promise<Suite> {
  const java = findJava()
  await assertPortsFree()
  await buildFunctions()
  mkdirSync(workFolder, { recursive: true })
  const logFile = join(workFolder, 'emulators.log')
  const log = createWriteStream(logFile)
  const child = spawn(
    process.execPath,
    [
      join(projectRoot, 'node_modules/firebase-tools/lib/bin/firebase.js'),
      'emulators:start',
      '--only',
      emulators.join(','),
      '--project',
      localProject,
      '--non-interactive',
    ],
    {
      cwd: projectRoot,
      // A group of its own: a Ctrl-C in the terminal reaches this process only, which then stops the suite in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...firestoreEmulatorEnv(workFolder),
        PATH: `${java}${delimiter}${process.env.PATH ?? ''}`,
        FIREBASE_CLI_DISABLE_UPDATE_CHECK: 'true',
        DO_NOT_TRACK: '1',
      },
    },
  )
  child.stdout.pipe(log)
  child.stderr.pipe(log)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = (): Promise<void> => stopGroup(child, ended)
  // The last resort when this process ends without having stopped the suite.
  process.once('exit', () => killGroup(child, 'SIGKILL'))
  try {
    await Promise.race([
      untilReady(),
      ended.then(() => {
        throw new Error(`The Firebase Emulator Suite ended before it was ready. Its output: ${logFile}\n${firestoreEmulatorHint}`)
      }),
    ])
  } catch (error) {
    await stop()
    throw error
  }
  return { env: emulatorEnv(), logFile, ended, stop }
}

async function untilReady(): Promise<void> {
  const { hub } = emulatorPorts()
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline) {
    const running = await fetch(`http://127.0.0.1:${hub}/emulators`)
      .then((response) => response.json() as Promise<Record<string, unknown>>)
      .catch(() => ({}))
    if (emulators.every((name) => name in running) && (await functionsLoaded())) return
    await sleep(200)
  }
  throw new Error(`The Firebase Emulator Suite was not ready after ${startTimeoutMs / 1000} s. ${firestoreEmulatorHint}`)
}

/** The functions emulator answers before it has loaded the code; a function that answers anything but 404 is there. */
async function functionsLoaded(): Promise<boolean> {
  const { functions } = emulatorPorts()
  const url = `http://127.0.0.1:${functions}/${localProject}/us-central1/syncStatus`
  return fetch(url).then(
    (response) => response.status !== 404,
    () => false,
  )
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal)
  } catch {
    // The group is gone, which is what was wanted.
  }
}

async function stopGroup(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null) {
    child.kill('SIGINT')
    await Promise.race([ended, sleep(stopTimeoutMs, undefined, { ref: false })])
  }
  killGroup(child, 'SIGKILL')
}
