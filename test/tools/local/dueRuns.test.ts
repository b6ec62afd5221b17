import { expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { runTaskAfter, type RunTask } from '../../../functions/src/sync/requests/runTask.ts'
import { DueRuns } from '../../../tools/local/dueRuns.ts'

const noonMs = Date.UTC(2026, 10, 2, 12)
const quarterMs = 900_000

function taskAfter(ms: number): RunTask {
  return runTaskAfter('firestore.orders', 'reports', instantFromMs(ms), 15_000)
}

it('the scheduler calls at each quarter of an hour', () => {
  const due = new DueRuns(new Map(), noonMs)
  expect(due.take(noonMs + quarterMs - 1)).toBeNull()
  expect(due.take(noonMs + quarterMs)).toEqual({ atMs: noonMs + quarterMs, task: null })
  expect(due.take(noonMs + quarterMs)).toBeNull()
  expect(due.scheduledMs).toBe(noonMs + 2 * quarterMs)
})

it('a task starts once, at its time, however often it is asked for', () => {
  const tasks = new Map<string, RunTask>()
  const due = new DueRuns(tasks, noonMs)
  for (const ms of [1, 2, 3]) {
    const task = taskAfter(noonMs + ms)
    tasks.set(task.id, task)
  }
  expect(due.next.atMs).toBe(noonMs + 15_300)
  expect(due.take(noonMs + 60_000)?.task?.scope).toBe('reports')
  expect(due.take(noonMs + 60_000)).toBeNull()
})

it('runs come in the order of time', () => {
  const tasks = new Map([taskAfter(noonMs + quarterMs), taskAfter(noonMs)].map((task) => [task.id, task]))
  const due = new DueRuns(tasks, noonMs)
  const taken = Array.from({ length: 3 }, () => due.take(noonMs + 2 * quarterMs - 1))
  expect(taken.map((run) => (run?.atMs ?? 0) - noonMs)).toEqual([15_300, quarterMs, quarterMs + 15_300])
})
