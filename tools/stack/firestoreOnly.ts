import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { projectRoot, workFolder } from '../../cli/paths.ts'
import { findFirestoreEmulator, firestoreEmulatorEnv, firestoreEmulatorHint } from './firestoreEmulator.ts'
import { unlessAborted } from './interruption.ts'
import { findJava } from './java.ts'
import { runCommand } from './runCommand.ts'

const startTimeoutMs = 60_000
const logFile = join(workFolder, 'firestore.log')

interface FirestoreOnly {
  /** The environment variables by which Google's clients find it. */
  readonly env: Readonly<Record<string, string>>
  /** Resolves when the emulator has ended, by itself or because it was stopped. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a Firestore emulator alone on a free port, empty, does the work and stops it. The work is given the environment
 * variables by which Google's clients find it. `javaOptions` go to the virtual machine. Throws the reason of `interrupted`,
 * and an error that says so where the emulator ends by itself.
 */
export async function withFirestore<T>(
  interrupted: AbortSignal,
  javaOptions: readonly string[],
  work: (env: Readonly<Record<string, string>>, aborted: AbortSignal) => Promise<T>,
): Promise<T> {
  const firestore = await startFirestore(interrupted, javaOptions)
  const died = new AbortController()
  const dying = firestore.ended.then(() =>
    died.abort(new Error(`The Firestore emulator ended by itself.\n${logEnd()}`)),
  )
  const aborted = AbortSignal.any([interrupted, died.signal])
  try {
    return await unlessAborted(work(firestore.env, aborted), aborted)
  } catch (error) {
    // What fails because the emulator is gone says less than that it is gone.
    died.signal.throwIfAborted()
    throw error
  } finally {
    await firestore.stop()
    await dying
  }
}

async function startFirestore(aborted: AbortSignal, javaOptions: readonly string[]): Promise<FirestoreOnly> {
  const java = join(findJava(), 'java')
  const jar = await emulatorJar(aborted)
  // Left to choose its WebSocket port by itself, the emulator may choose the very one that it is to listen on.
  const [port, webSocketPort] = await twoFreePorts()
  const ports = [`--port=${port}`, `--websocket_port=${webSocketPort}`]
  const keeper = spawnKeeper([java, ...javaOptions, '-jar', jar, '--host=127.0.0.1', ...ports])
  const ended = new Promise<void>((resolve) => keeper.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    if (keeper.connected) keeper.disconnect()
    await ended
  }
  try {
    await untilReady(`http://127.0.0.1:${port}/`, keeper, aborted)
  } catch (error) {
    await stop()
    throw error
  }
  keeper.send('ready')
  return {
    env: {
      FIRESTORE_EMULATOR_HOST: `127.0.0.1:${port}`,
      // Google's clients would look for a cloud machine around them.
      METADATA_SERVER_DETECTION: 'none',
    },
    ended,
    stop,
  }
}

/** Lets firebase-tools download the Firestore emulator where there is none. */
export async function downloadFirestoreEmulator(aborted: AbortSignal): Promise<void> {
  if (findFirestoreEmulator().from !== 'download') return
  process.stderr.write('Downloading the Firestore emulator, once (about 140 MB) ...\n')
  const firebase = join(projectRoot, 'node_modules/firebase-tools/lib/bin/firebase.js')
  await runCommand([process.execPath, firebase, 'setup:emulators:firestore'], {}, aborted)
}

/** A jar that `java -jar` starts. */
async function emulatorJar(aborted: AbortSignal): Promise<string> {
  await downloadFirestoreEmulator(aborted)
  const emulator = findFirestoreEmulator()
  if (emulator.from === 'download') throw new Error(firestoreEmulatorHint)
  return firestoreEmulatorEnv(workFolder).FIRESTORE_EMULATOR_BINARY_PATH ?? emulator.jar
}

async function twoFreePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const
  const ports = await Promise.all([portOf(servers[0]), portOf(servers[1])])
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

async function portOf(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port // It listens on TCP.
}

/** The keeper ends the emulator even where this process is killed. */
function spawnKeeper(command: readonly string[]): ChildProcess {
  mkdirSync(workFolder, { recursive: true })
  const log = openSync(logFile, 'w')
  const keeper = join(projectRoot, 'tools/stack/keeper.ts')
  const child = spawn(process.execPath, [keeper, ...command], {
    cwd: projectRoot,
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  return child
}

async function untilReady(url: string, keeper: ChildProcess, aborted: AbortSignal): Promise<void> {
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok === true) return
    if (keeper.exitCode !== null || keeper.signalCode !== null) break
    await sleep(100, undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
  }
  throw new Error(`The Firestore emulator did not start.\n${logEnd()}`)
}

function logEnd(): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-10)
  return `${lines.map((line) => `  | ${line.slice(0, 200)}`).join('\n')}\nIts whole output is in ${logFile}.`
}
