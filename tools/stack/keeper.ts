import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { projectRoot } from '../../cli/paths.ts'
import { descendantsOf, killAll, type KnownProcess } from './processes.ts'

/*
 * Runs a command (the emulator suite) for as long as the process that started this one wants it: told to stop, or left
 * alone because that process died, however it died, it stops the suite in order and then whatever of it is left. It is
 * a process of its own because only such a one can outlive its parent.
 *
 * The parent sends "ready" once the suite is up, and ends the connection to stop.
 */

const orderlyStopMs = 10_000

/** firebase-tools keeps the params' defaults here, where they would hide what functions/.env says later. */
const keptParams = join(projectRoot, 'functions/.env.local')
const hadKeptParams = existsSync(keptParams)
let keptAtReady: string | undefined

const [program = '', ...args] = process.argv.slice(2)
/** An emulator that runs alone keeps no params: what is there then is somebody else's. */
const keepsParams = args.includes('emulators:start')
const suite = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
const ended = new Promise<void>((resolve) => {
  suite.once('exit', () => resolve())
  suite.once('error', () => resolve())
})
/** The suite's own processes as last seen: the Firestore emulator survives the death of firebase-tools. */
let tree: readonly KnownProcess[] = []

const stop = Promise.withResolvers<void>()
process.once('disconnect', stop.resolve)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.resolve())
process.on('message', () => {
  tree = descendantsOf(process.pid)
  if (!hadKeptParams && existsSync(keptParams)) keptAtReady = readFileSync(keptParams, 'utf8')
})

await Promise.race([ended, stop.promise])
// After the suite's own end there is nothing to be seen any more: then the tree is the one of its readiness.
tree = [...tree, ...descendantsOf(process.pid)]
suite.kill('SIGINT')
await Promise.race([ended, sleep(orderlyStopMs)])
killAll([...tree, ...descendantsOf(process.pid)], 'SIGKILL')
forgetKeptParams()
// This group holds what firebase-tools started and did not end, and nobody else but this process.
process.kill(-process.pid, 'SIGKILL')

/** Removes what firebase-tools wrote, unless somebody has changed it since. */
function forgetKeptParams(): void {
  if (!keepsParams || hadKeptParams || !existsSync(keptParams)) return
  if (keptAtReady === undefined || readFileSync(keptParams, 'utf8') === keptAtReady) rmSync(keptParams)
}
