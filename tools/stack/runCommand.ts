import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

import { Interrupted, statusOfSignal } from './interruption.ts'
import { descendantsOf, killAll } from './processes.ts'

/** How long a command may take to end once it was asked to. */
const patienceMs = 10_000

/**
 * Runs a command in the foreground and returns its exit status: 128 + n where signal n ended it, 127 where there is no
 * such command. Its output goes to `output` where one is given, and it then has no input. `niceness` is how far it stands back
 * for other processes, with all that it starts: 0 for not at all, 19 at most. When `aborted`, the command is asked to end, and then
 * it and all that it started are ended.
 */
export async function runCommand(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  aborted: AbortSignal,
  output: Writable | null = null,
  niceness = 0,
): Promise<number> {
  aborted.throwIfAborted()
  const child = spawn(program, args, {
    stdio: output === null ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, niceness)
  if (output !== null) for (const stream of [child.stdout, child.stderr]) stream?.pipe(output, { end: false })
  const exited = new Promise<number>((resolve) => {
    child.once('error', (error) => resolve(couldNotRun(program, error)))
    // What is piped has arrived by then, too.
    child.once('close', (code, signal) => resolve(code ?? (signal === null ? 1 : statusOfSignal(signal))))
  })
  const { promise: abort, resolve: onAbort } = Promise.withResolvers<'aborted'>()
  aborted.addEventListener('abort', () => onAbort('aborted'), { once: true })
  const outcome = await Promise.race([exited, abort])
  if (outcome !== 'aborted') return outcome
  // Looked up while they still have their parent.
  const started = child.pid === undefined ? [] : descendantsOf(child.pid)
  const { reason } = aborted as { reason: unknown } // `any` in the library.
  child.kill(reason instanceof Interrupted ? reason.signal : 'SIGTERM')
  await Promise.race([exited, sleep(patienceMs, undefined, { ref: false })])
  child.kill('SIGKILL')
  killAll(started, 'SIGKILL')
  return reason instanceof Interrupted ? statusOfSignal(reason.signal) : 1
}

function couldNotRun(program: string, error: Error): number {
  const isMissing = 'code' in error && error.code === 'ENOENT'
  process.stderr.write(
    isMissing ? `There is no such command: ${program}\n` : `Could not run ${program}: ${error.message}\n`,
  )
  return isMissing ? 127 : 126
}
