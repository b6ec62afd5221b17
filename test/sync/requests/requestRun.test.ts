import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { runRequester } from '../../../functions/src/sync/requests/requestRun.ts'
import { runMarginMs, type RunTask } from '../../../functions/src/sync/requests/runTask.ts'

const start = Date.UTC(2026, 10, 20)

/** An instance, and what it asks of the queue; `refuse` makes the queue fail. */
function instance() {
  const tasks: RunTask[] = []
  const queue = { refuse: false, gate: Promise.resolve() }
  const request = runRequester({
    pipeline: 'firestore.orders',
    scope: 'reports',
    quietCadenceMs: 3_000,
    enqueue: async (task) => {
      tasks.push(task)
      await queue.gate
      if (queue.refuse) throw new Error('refused')
    },
  })
  return { tasks, queue, requestAt: (ms: number) => request(instantFromMs(start + ms)) }
}

describe('an instance that asks for runs', () => {
  it('has the first run after a quiet time within seconds', async () => {
    const { tasks, requestAt } = instance()
    const askedAt = [500, 100_500]
    for (const ms of askedAt) await requestAt(ms)
    const waits = tasks.map(({ scheduledMs }, i) => scheduledMs - start - (askedAt[i] ?? 0))
    expect(waits).toHaveLength(2)
    expect(waits.every((ms) => ms > runMarginMs && ms <= 7_001)).toBe(true)
  })

  it('asks once in 15 seconds while changes come', async () => {
    for (const everyMs of [200, 1_000, 10_000]) {
      const { tasks, requestAt } = instance()
      for (let ms = 0; ms < 600_000; ms += everyMs) await requestAt(ms)
      const times = tasks.map(({ scheduledMs }) => scheduledMs)
      expect(new Set(times).size, 'no task is asked for twice').toBe(times.length)
      const gaps = times.slice(2).map((ms, i) => ms - (times[i + 1] ?? 0))
      expect(Math.min(...gaps), `one each ${everyMs} ms`).toBeGreaterThanOrEqual(15_000)
    }
  })

  it('leaves out a request only where its own task is late enough', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40_000), { maxLength: 40 }), async (times) => {
        const { tasks, requestAt } = instance()
        for (const ms of times) {
          await requestAt(ms)
          const latest = Math.max(...tasks.map(({ scheduledMs }) => scheduledMs))
          expect(latest - (start + ms)).toBeGreaterThan(runMarginMs)
        }
      }),
    )
  })

  it('asks again where the queue refused, and everybody who relied on that is told', async () => {
    const { tasks, queue, requestAt } = instance()
    const opened = Promise.withResolvers<void>()
    Object.assign(queue, { refuse: true, gate: opened.promise })
    const asking = [requestAt(0), requestAt(1), requestAt(2)].map((request) =>
      expect(request).rejects.toThrow('refused'),
    )
    expect(tasks).toHaveLength(1)
    opened.resolve()
    await Promise.all(asking)
    queue.refuse = false
    await requestAt(3)
    expect(tasks).toHaveLength(2)
  })
})
