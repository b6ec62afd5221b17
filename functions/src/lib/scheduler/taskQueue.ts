import { getFunctions } from 'firebase-admin/functions'

import type { Clock } from '../clock.ts'

/** A task for one of our own task functions. */
export interface Task {
  /** The function's name. */
  readonly queue: string
  /** Letters, digits, "-" and "_". Of tasks with one id the queue takes the first; it remembers an id for about an hour. */
  readonly id?: string
  readonly data: Readonly<Record<string, unknown>>
  /** Epoch milliseconds: the task starts then or later. At once where it is left out. */
  readonly scheduledMs?: number
  readonly dispatchDeadlineSeconds: number
}

/** Hands a task to its queue. Resolves also where the queue has, or had, a task of this id. */
export type EnqueueTask = (task: Task) => Promise<void>

/** The queues of Cloud Tasks in `region`. */
export function cloudTaskQueues(region: string): EnqueueTask {
  return async ({ queue, id, data, scheduledMs, dispatchDeadlineSeconds }) => {
    try {
      // Without the region in its name, the client looks for the queue where it runs itself.
      await getFunctions()
        .taskQueue(`locations/${region}/functions/${queue}`)
        .enqueue(data, {
          dispatchDeadlineSeconds,
          ...(id !== undefined && { id }),
          ...(scheduledMs !== undefined && { scheduleTime: new Date(scheduledMs) }),
        })
    } catch (error) {
      if (!isKnownId(error)) throw error
    }
  }
}

function isKnownId(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'functions/task-already-exists'
}

/**
 * Waits until a task's scheduled time on the emulators, whose queue starts every task at once: this stands in for the queue.
 * Cloud Tasks keeps the time itself, and there this returns at once.
 */
export async function untilScheduled(scheduledMs: number, clock: Pick<Clock, 'now' | 'sleep'>): Promise<void> {
  if (process.env.FUNCTIONS_EMULATOR !== 'true') return
  await clock.sleep(Math.max(0, scheduledMs - clock.now()))
}
