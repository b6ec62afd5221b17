import { fork } from 'node:child_process'
import { once } from 'node:events'

import { z } from 'zod'

export const instanceTasks = ['fetch', 'load', 'firstPage', 'memory'] as const
export type InstanceTask = (typeof instanceTasks)[number]

const figuresSchema = z.record(z.string(), z.number())

/** Runs a task of `instance.ts` in a process of its own and returns what it measured, by name. */
export async function runInstance(
  projectId: string,
  segments: number,
  task: InstanceTask,
): Promise<Readonly<Record<string, number>>> {
  const child = fork(new URL('instance.ts', import.meta.url), [projectId, String(segments), task], {
    execArgv: ['--disable-warning=ExperimentalWarning', '--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const outcome = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => null)])
  if (outcome === null) throw new Error(`An instance of the benchmark failed at "${task}"; its output is above.`)
  if (child.exitCode === null) await once(child, 'exit')
  return figuresSchema.parse(outcome[0])
}
