import { join } from 'node:path'

import type { Contestant } from '../contestant.ts'
import { billed } from '../lab/billed.ts'
import type { VirtualClock } from '../lab/clock.ts'
import { connect } from '../lab/databases.ts'
import type { ContestantName, SharedName } from '../results.ts'
import { openDirect } from '../rivals/direct.ts'
import { openJsonCache } from '../rivals/jsonCache.ts'
import { openTidemarkPages } from '../tidemark/contestant.ts'
import type { View } from './sessions.ts'
import { stepsUntilCovered, Tally } from './tally.ts'

/** Somebody who takes part in the day, as far as that is run. */
export interface Entrant<Name = ContestantName> {
  readonly name: Name
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
): Entrant<SharedName>[] {
  const rival = (name: SharedName, contestant: Contestant, stepOf: Entrant['stepOf']): Entrant<SharedName> => ({
    ...entrantOf(name, contestant),
    stepOf,
    until: stepsUntilCovered(views.map(stepOf), rivalSamples),
  })
  const fileOf = (name: SharedName): string => join(folder, `${name}.json`)
  return [
    rival('direct', openDirect(connect(projectId)), kindOf),
    rival('jsonCache', openJsonCache(connect(projectId), fileOf('jsonCache'), true), warmthOf),
    rival('jsonCacheOnDisk', openJsonCache(connect(projectId), fileOf('jsonCacheOnDisk'), false), warmthOf),
    entrantOf('tidemark', openTidemarkPages(connect(projectId), clock)),
  ]
}

/** Somebody who sees all views. */
export function entrantOf<Name extends ContestantName>(name: Name, contestant: Contestant): Entrant<Name> {
  return { name, contestant, stepOf: warmthOf, tally: new Tally(), until: Infinity, cursors: new Map() }
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
  const { bill } = await billed(contestant.counts, async () => {
    const { next } = await contestant.page(view.question, after, view.isNewFilter)
    cursors.set(view.session, next)
  })
  tally.add(stepOf(view), bill)
}
