import type { Contestant, Page } from '../contestant.ts'
import type { Latency } from '../results.ts'
import { pageKinds, pagesBefore, questionKinds, questionOf, type PageKind, type QuestionKind } from './kinds.ts'
import { latencyOf, sample, type Sampling } from './samples.ts'

/** Somebody whose answers are timed. */
export interface Timed {
  /** An instance of its own, with a connection of its own, that knows nothing yet. */
  open(): Contestant
  readonly warm: Sampling
  readonly cold: Sampling
  /** What lies between two answers. */
  rest(): void
}

/** What was shown, for a comparison of the contestants' answers. */
export type Shown = Readonly<Record<PageKind, readonly string[]>>

/** Times every kind of question: warm, on an instance that has answered it before, and cold, on new instances. */
export async function timeAll(timed: Timed): Promise<{ latency: Record<QuestionKind, Latency | null>; shown: Shown }> {
  const warm = timed.open()
  const cursors = await cursorsOf(warm)
  const shown: Partial<Record<PageKind, readonly string[]>> = {}
  const latency: Partial<Record<QuestionKind, Latency | null>> = {}
  for (const kind of questionKinds) {
    if (kind === 'statsByDay' && warm.statsByDay === null) {
      latency[kind] = null
      continue
    }
    const first = await ask(warm, kind, cursors, 0)
    if (first !== null && isPageKind(kind)) shown[kind] = first.ids
    const warmMs = await sample(
      timed.warm,
      (i) => ask(warm, kind, cursors, i),
      () => timed.rest(),
    )
    latency[kind] = latencyOf(warmMs, await coldTimes(timed, kind, cursors))
  }
  await warm.close()
  // Every kind is in it by now.
  return { latency: latency as Record<QuestionKind, Latency | null>, shown: shown as Shown }
}

async function coldTimes(timed: Timed, kind: QuestionKind, cursors: Cursors): Promise<number[]> {
  let instance: Contestant | null = null
  const times = await sample(
    timed.cold,
    async (i) => instance !== null && ask(instance, kind, cursors, i),
    async () => {
      await instance?.close()
      instance = timed.open()
    },
  )
  // Assigned in a closure, which the compiler does not follow.
  await (instance as Contestant | null)?.close()
  return times
}

type Cursors = Readonly<Partial<Record<PageKind, unknown>>>

/** Where the measured page begins: what the admin's browser holds. */
async function cursorsOf(contestant: Contestant): Promise<Cursors> {
  const cursors: Partial<Record<PageKind, unknown>> = {}
  for (const kind of pageKinds) {
    let after: unknown = null
    for (let i = 0; i < pagesBefore[kind]; i++) after = (await contestant.page(questionOf(kind, 0), after, false)).next
    cursors[kind] = after
  }
  return cursors
}

async function ask(contestant: Contestant, kind: QuestionKind, cursors: Cursors, i: number): Promise<Page | null> {
  if (isPageKind(kind)) return contestant.page(questionOf(kind, i), cursors[kind] ?? null, false)
  await (kind === 'facets' ? contestant.facets() : contestant.statsByDay?.())
  return null
}

function isPageKind(kind: QuestionKind): kind is PageKind {
  return kind in pagesBefore
}
