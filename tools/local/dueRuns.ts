import type { RunTask } from '../../functions/src/sync/requests/runTask.ts'

/** A task starts so long after its time, in milliseconds. */
const dispatchMs = 300
/** The interval of the scheduler's job, as it is by default, in milliseconds. */
export const scheduleMs = 900_000

/** A run that is due: that of a task, or where there is none the scheduler's. */
export interface DueRun {
  readonly atMs: number
  readonly task: RunTask | null
}

/**
 * The runs that are yet to come of a shop whose clock stands until somebody moves it: those of its scheduler, and of its task
 * queue each task once.
 */
export class DueRuns {
  readonly #tasks: ReadonlyMap<string, RunTask>
  readonly #started = new Set<string>()
  #scheduledMs: number

  /** `tasks` are all that anybody ever asked for, by id. The scheduler's first call is the next one after `fromMs`. */
  constructor(tasks: ReadonlyMap<string, RunTask>, fromMs: number) {
    this.#tasks = tasks
    this.#scheduledMs = (Math.floor(fromMs / scheduleMs) + 1) * scheduleMs
  }

  /** The scheduler's next call, in epoch milliseconds. */
  get scheduledMs(): number {
    return this.#scheduledMs
  }

  /** The first run that is due, which stays so until it is taken. */
  get next(): DueRun {
    const scheduled: DueRun = { atMs: this.#scheduledMs, task: null }
    return [...this.#tasks.values()]
      .filter(({ id }) => !this.#started.has(id))
      .map((task): DueRun => ({ atMs: task.scheduledMs + dispatchMs, task }))
      .reduce((first, one) => (one.atMs < first.atMs ? one : first), scheduled)
  }

  /** The first run that is due at `untilMs` at the latest, which is then no longer due; null where none is. */
  take(untilMs: number): DueRun | null {
    const { next } = this
    if (next.atMs > untilMs) return null
    if (next.task === null) this.#scheduledMs += scheduleMs
    else this.#started.add(next.task.id)
    return next
  }
}
