import { z } from 'zod'

import { resultOf } from '../lab/child.ts'

export const instanceTasks = ['fetch', 'load', 'firstPage', 'memory'] as const
export type InstanceTask = (typeof instanceTasks)[number]

const figuresSchema = z.record(z.string(), z.number())

/** Runs a task of `instance.ts` in a process of its own and returns what it measured, by name. */
export async function runInstance(
  projectId: string,
  segments: number,
  task: InstanceTask,
): Promise<Readonly<Record<string, number>>> {
  const instance = new URL('instance.ts', import.meta.url)
  const figures = await resultOf(instance, [projectId, String(segments), task], ['--expose-gc'])
  return figuresSchema.parse(figures)
}
