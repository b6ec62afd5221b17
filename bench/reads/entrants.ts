import { join } from 'node:path'

import type { Contestant } from '../contestant.ts'
import type { VirtualClock } from '../lab/clock.ts'
import { connect } from '../lab/databases.ts'
import type { ContestantName } from '../results.ts'
import { openDirect } from '../rivals/direct.ts'
import { openJsonCache } from '../rivals/jsonCache.ts'
import { openTidemarkPages } from '../tidemark/contestant.ts'
import type { View } from './sessions.ts'
import { stepsUntilCovered, Tally, type Bill } from './tally.ts'

/** Somebody who takes part in the day, as far as that is run. */
export interface Entrant {
  readonly name: ContestantName
  readonly contestant: Contestant
  /** Views of one name cost alike. */
  readonly stepOf: (view: View) => string
  readonly tally: Tally
  /** The first view that is not run any more. */
  readonly until: number
  /** What each session's browser holds: where its next page begins. */
  readonly cursors: Map<number, unknown>
}

/** Every contestant; Tidemark sees all views, a rival each kind of view `rivalSamples` times. Files go to `folder`. */
export function entrantsOf(
  projectId: string,
  clock: VirtualClock,
  folder: string,
  views: readonly View[],
  rivalSamples: number,
): Entrant[] {
  const entrant = (
    name: ContestantName,
    contestant: Contestant,
    stepOf: (view: View) => string,
    samples = rivalSamples,
  ): Entrant => {
    const until = stepsUntilCovered(views.map(stepOf), samples)
    return { name, contestant, stepOf, tally: new Tally(), until, cursors: new Map() }
  }
  const fileOf = (name: ContestantName): string => join(folder, `${name}.json`)
  return [
    entrant('direct', openDirect(connect(projectId)), kindOf),
    entrant('jsonCache', openJsonCache(connect(projectId), fileOf('jsonCache'), true), warmthOf),
    entrant('jsonCacheOnDisk', openJsonCache(connect(projectId), fileOf('jsonCacheOnDisk'), false), warmthOf),
    entrant('tidemark', openTidemarkPages(connect(projectId), clock), warmthOf, Infinity),
  ]
}

function kindOf({ kind, isNewFilter }: View): string {
  return isNewFilter ? `${kind} with count` : kind
}

function warmthOf({ isCold }: View): string {
  return isCold ? 'cold' : 'warm'
}

/** All who still take part look at once; each has a client of its own that counts. */
export async function lookAll(entrants: readonly Entrant[], index: number, view: View): Promise<void> {
  const looking = entrants.filter(({ until }) => index < until)
  await Promise.all(looking.map((entrant) => look(entrant, view)))
  // Whoever has seen enough lets go of what it holds in memory.
  for (const { until, contestant } of looking) if (index + 1 === until) await contestant.recycle()
}

async function look({ contestant, stepOf, tally, cursors }: Entrant, view: View): Promise<void> {
  const after = view.kind === 'next page' ? (cursors.get(view.session) ?? null) : null
  const bill = await billed(contestant.counts, async () => {
    const { next } = await contestant.page(view.question, after, view.isNewFilter)
    cursors.set(view.session, next)
  })
  tally.add(stepOf(view), bill)
}

/** What the work added to the counts. */
export async function billed(counts: Bill, work: () => Promise<unknown>): Promise<Bill> {
  const before = { ...counts }
  await work()
  return { reads: counts.reads - before.reads, writes: counts.writes - before.writes }
}
