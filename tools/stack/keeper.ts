import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

import { descendantsOf, killAll, type KnownProcess } from './processes.ts'

/*
 * Runs a command (the emulator suite) for as long as the process that started this one wants it: told to stop, or left
 * alone because that process died, however it died, it stops the suite in order and then whatever of it is left. It is
 * a process of its own because only such a one can outlive its parent.
 *
 * The parent sends "ready" once the suite is up, and ends the connection to stop.
 */

const orderlyStopMs = 10_000

const [program = '', ...args] = process.argv.slice(2)
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
})

await Promise.race([ended, stop.promise])
// After the suite's own end there is nothing to be seen any more: then the tree is the one of its readiness.
tree = [...tree, ...descendantsOf(process.pid)]
suite.kill('SIGINT')
await Promise.race([ended, sleep(orderlyStopMs)])
killAll([...tree, ...descendantsOf(process.pid)], 'SIGKILL')
// This group holds what firebase-tools started and did not end, and nobody else but this process.
process.kill(-process.pid, 'SIGKILL')
