import { fork } from 'node:child_process'
import { once } from 'node:events'

/** Runs a module in a process of its own, and returns the message that it sends when it is done. */
export async function resultOf(
  module: URL,
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<unknown> {
  const child = fork(module, args, {
    execArgv: ['--disable-warning=ExperimentalWarning', ...nodeOptions],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const outcome = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => null)])
  if (outcome === null) throw new Error(`A process of the benchmark failed (${args.join(' ')}); its output is above.`)
  if (child.exitCode === null) await once(child, 'exit')
  return outcome[0]
}
