import fc from 'fast-check'
import { expect, it } from 'vitest'

import { instantFromMs, msOf, type Instant } from '../../../functions/src/lib/instant.ts'
import { settleMs } from '../../../functions/src/sync/requests/copyReported.ts'
import { requestRunBehind, runRequester, type RequestRun } from '../../../functions/src/sync/requests/requestRun.ts'
import { runTaskAfter, type RunTask } from '../../../functions/src/sync/requests/runTask.ts'

/*
 * Every report is read by a run, whatever becomes of events, tasks and runs. Time is a list of happenings; the requester and
 * the tasks' ids are the real ones. The queue is as Cloud Tasks is: it takes an id once, starts a task at its time or later,
 * again after a crash, and now and then twice; its clock differs from the database's.
 */

const start = Date.UTC(2026, 10, 20)
/** Clocks differ by so much at most, in milliseconds. */
const skewMs = 2_000
const leaseMs = 90_000
const quietCadenceMs = 3_000

const eventSchedule = fc.record({
  atMs: fc.nat(90_000),
  /** Which instance of the trigger has it. */
  instance: fc.nat(2),
  /** How long before its commit a report is stamped: it may become visible out of turn. */
  stampedBeforeMs: fc.nat(settleMs),
  /** How long after its commit the event goes on to ask. */
  pauseMs: fc.oneof({ weight: 4, arbitrary: fc.nat(50) }, { weight: 1, arbitrary: fc.nat(40_000) }),
  enqueued: fc.oneof(
    { weight: 8, arbitrary: fc.constant('well' as const) },
    { weight: 1, arbitrary: fc.constant('refused' as const) },
    { weight: 1, arbitrary: fc.constant('unanswered' as const) },
  ),
})
const dispatch = fc.record({
  lateMs: fc.oneof({ weight: 4, arbitrary: fc.nat(400) }, { weight: 1, arbitrary: fc.nat(60_000) }),
  crashes: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
  isTwice: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  /** A crash leaves the run's lease behind, which then runs out. */
  leavesLease: fc.boolean(),
  tookMs: fc.oneof({ weight: 5, arbitrary: fc.nat(2_000) }, { weight: 1, arbitrary: fc.nat(120_000) }),
})

type EventSchedule = typeof eventSchedule extends fc.Arbitrary<infer T> ? T : never
type Dispatch = typeof dispatch extends fc.Arbitrary<infer T> ? T : never

interface Report {
  readonly at: number
  readonly committed: number
}

/** The happenings of one history, in the order of their time. */
class Timeline {
  nowMs = 0
  #happenings: { atMs: number; what: () => Promise<void> }[] = []

  at(ms: number, what: () => Promise<void>): void {
    this.#happenings.push({ atMs: Math.max(ms, this.nowMs), what })
  }

  async run(): Promise<void> {
    for (let i = 0; this.#happenings.length > 0; i++) {
      if (i > 100_000) throw new Error('It goes on for ever.')
      const first = this.#happenings.reduce((a, b) => (b.atMs < a.atMs ? b : a))
      this.#happenings.splice(this.#happenings.indexOf(first), 1)
      this.nowMs = first.atMs
      await first.what()
    }
  }
}

const instant = (ms: number): Instant => instantFromMs(start + ms)
const tally = { twice: 0, late: 0, crashed: 0, held: 0, refused: 0, left: 0, unanswered: 0 }

class History {
  readonly #time = new Timeline()
  readonly #dispatches: Iterator<Dispatch>
  readonly #queueSkewMs: number
  readonly #taken = new Set<string>()
  readonly reports: Report[] = []
  /** The moments through which runs that ended have read. */
  readonly readThrough: number[] = []
  #held = false
  readonly #instances: RequestRun[]
  #answers: 'well' | 'refused' | 'unanswered' = 'well'
  #enqueued = 0

  constructor(dispatches: readonly Dispatch[], queueSkewMs: number) {
    this.#dispatches = andThenWell(dispatches)
    this.#queueSkewMs = queueSkewMs
    this.#instances = Array.from({ length: 3 }, () =>
      runRequester({
        pipeline: 'firestore.orders',
        scope: 'reports',
        quietCadenceMs,
        enqueue: (task) => this.#enqueue(task, this.#answers),
      }),
    )
  }

  async #enqueue(task: RunTask, answer: 'well' | 'refused' | 'unanswered'): Promise<void> {
    this.#enqueued += 1
    if (answer === 'refused') throw new Error('refused')
    if (!this.#taken.has(task.id)) {
      this.#taken.add(task.id)
      this.#dispatch(task)
    }
    if (answer === 'unanswered') throw new Error('the answer was lost')
  }

  /** By the queue's clock a task starts at its time; by the database's up to two seconds sooner or later. */
  #dispatch(task: RunTask): void {
    const { lateMs, crashes, leavesLease, isTwice, tookMs } = this.#dispatches.next().value
    tally.late += Number(lateMs > 10_000)
    tally.twice += Number(isTwice)
    const dueMs = task.scheduledMs - start + this.#queueSkewMs + lateMs
    for (let attempt = 0; attempt <= crashes; attempt++) {
      const isCrash = attempt < crashes
      tally.crashed += Number(isCrash)
      this.#time.at(dueMs + attempt * 10_000, () => this.#run(tookMs, isCrash, leavesLease))
    }
    if (isTwice) this.#time.at(dueMs + 500, () => this.#run(tookMs, false, false))
  }

  async #run(tookMs: number, isCrash: boolean, leavesLease: boolean): Promise<void> {
    const startedMs = this.#time.nowMs
    if (this.#held) {
      tally.held += 1
      const enqueueRun = (task: RunTask): Promise<void> => this.#enqueue(task, 'well')
      return requestRunBehind(
        { id: 'firestore.orders', settings: { quietCadenceMs }, enqueueRun },
        'reports',
        'incremental',
        instant(startedMs),
      )
    }
    if (isCrash && !leavesLease) return
    this.#held = true
    if (isCrash) return this.#time.at(startedMs + leaseMs, async () => void (this.#held = false))
    this.#time.at(startedMs + tookMs, async () => {
      this.#held = false
      this.readThrough.push(startedMs - settleMs)
    })
  }

  event({ atMs, instance, stampedBeforeMs, pauseMs, enqueued }: EventSchedule): void {
    this.#time.at(atMs, async () => {
      const committed = this.#time.nowMs
      this.reports.push({ at: committed - stampedBeforeMs, committed })
      this.#time.at(committed + pauseMs, async () => {
        const before = this.#enqueued
        this.#answers = enqueued
        const failure = await this.#instances[instance]?.(instant(committed)).then(
          () => null,
          (error: Error) => error,
        )
        this.#answers = 'well'
        tally.left += Number(this.#enqueued === before)
        if (failure === null) return
        tally[enqueued === 'refused' ? 'refused' : 'unanswered'] += 1
        // The event comes again, and is written again.
        this.event({ atMs: this.#time.nowMs + 10_000, instance, stampedBeforeMs, pauseMs: 0, enqueued: 'well' })
      })
    })
  }

  run(): Promise<void> {
    return this.#time.run()
  }
}

/** What becomes of tasks; those that come after the last are well. */
function* andThenWell(dispatches: readonly Dispatch[]): Generator<Dispatch, never> {
  yield* dispatches
  for (;;) yield { lateMs: 0, crashes: 0, leavesLease: false, isTwice: false, tookMs: 500 }
}

it('every report is read by a run, whatever becomes of events, tasks and runs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(eventSchedule, { minLength: 1, maxLength: 40 }),
      fc.array(dispatch, { maxLength: 12 }),
      fc.oneof(fc.constantFrom(-skewMs, skewMs), fc.integer({ min: -skewMs, max: skewMs })),
      async (events, dispatches, queueSkewMs) => {
        const history = new History(dispatches, queueSkewMs)
        for (const event of events) history.event(event)
        await history.run()
        const last = Math.max(...history.readThrough)
        for (const { at, committed } of history.reports) {
          // A run of reports alone sees what was committed before it began, and stamped before its bound.
          expect(last, 'a run reads far enough').toBeGreaterThanOrEqual(at)
          expect(last + settleMs, 'a run starts after the commit').toBeGreaterThanOrEqual(committed)
        }
      },
    ),
    { numRuns: 2_000, seed: 20_261_124 },
  )
  expect(Math.min(...Object.values(tally)), 'each happened').toBeGreaterThan(500)
})

it('a task that was scheduled without the margin would miss a report', () => {
  // What the margin is for: the clocks apart, and the report not yet settled.
  const task = runTaskAfter('p', 'reports', instant(0), 1)
  expect(task.scheduledMs - start - skewMs - settleMs).toBeGreaterThan(0)
  expect(msOf(instant(0))).toBe(start)
})
