import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import {
  busyCadenceOf,
  isLateEnough,
  runMarginMs,
  runScopes,
  runTaskAfter,
} from '../../../functions/src/sync/requests/runTask.ts'

const day = Date.UTC(2026, 10, 20)
const after = fc.double({ min: day, max: day + 86_400_000, noNaN: true }).map(instantFromMs)
const cadence = fc.constantFrom(1_000, 3_000, 15_000, 60_000)
const scope = fc.constantFrom(...runScopes)
const pipeline = fc.constantFrom('firestore.orders', 'firestore-orders', 'square.17_3.payments')

describe('the task of a requested run', () => {
  it('is scheduled later than what it has to see, by the margin at least and the cadence at most', () => {
    fc.assert(
      fc.property(pipeline, scope, after, cadence, (name, kind, at, cadenceMs) => {
        const task = runTaskAfter(name, kind, at, cadenceMs)
        const waited = task.scheduledMs - Date.parse(at)
        expect(waited).toBeGreaterThan(runMarginMs)
        expect(waited).toBeLessThanOrEqual(runMarginMs + 1 + cadenceMs)
        expect(isLateEnough(task, at)).toBe(true)
      }),
    )
  })

  it('has an id that the queue takes, and that no task of another pipeline, scope or time has', () => {
    fc.assert(
      fc.property(
        fc.tuple(pipeline, scope, after, cadence),
        fc.tuple(pipeline, scope, after, cadence),
        (one, another) => {
          const [a, b] = [runTaskAfter(...one), runTaskAfter(...another)]
          expect(a.id).toMatch(/^[\w-]{1,500}$/)
          const isSame = a.pipeline === b.pipeline && a.scope === b.scope && a.scheduledMs === b.scheduledMs
          expect(a.id === b.id).toBe(isSame)
        },
      ),
    )
  })

  it('is the same for all who ask within one cadence', () => {
    const asked = [0, 1, 7_000, 10_998].map((ms) =>
      runTaskAfter('p', 'reports', instantFromMs(day + ms), busyCadenceOf(3_000)),
    )
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1)
    expect(asked[0]?.scheduledMs).toBe(day + 15_000)
    const next = runTaskAfter('p', 'reports', instantFromMs(day + 11_000), busyCadenceOf(3_000))
    expect(next.scheduledMs).toBe(day + 30_000)
  })

  it('is not late enough for what was committed within the margin before it', () => {
    const task = runTaskAfter('p', 'reports', instantFromMs(day), 3_000)
    expect(isLateEnough(task, instantFromMs(task.scheduledMs - runMarginMs - 1))).toBe(true)
    expect(isLateEnough(task, instantFromMs(task.scheduledMs - runMarginMs))).toBe(false)
  })
})
