import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { countedClient } from '../../scripts/local/countedClient.ts'
import { dollarsOf } from '../../scripts/local/prices.ts'
import { randomFrom } from '../../scripts/samples/random.ts'
import type { Contestant } from '../contestant.ts'
import { openingMs, type VirtualClock } from '../lab/clock.ts'
import { connect } from '../lab/databases.ts'
import type { BenchShop } from '../lab/shop.ts'
import type { ContestantName, DayBill, ScenarioResult } from '../results.ts'
import { openDirect } from '../rivals/direct.ts'
import { openJsonCache } from '../rivals/jsonCache.ts'
import { openTidemarkPages } from '../tidemark/contestant.ts'
import { openTidemark } from '../tidemark/instance.ts'
import { eventsOf, type DayEvent } from './day.ts'
import { dayMs, viewsOf, type View } from './sessions.ts'
import { stepsUntilCovered, Tally, type Bill } from './tally.ts'

const seed = 11
const instances = 24
export const traffic = { newOrders: 100, changedOrders: 200, syncs: 96, instances, sessions: 100, viewsPerSession: 10 } as const
/** Orders that admins look for. */
const known = 2_000

export interface ScenarioPlan {
  readonly orders: number
  /** How often each kind of a rival's views is run; Infinity runs the whole day. */
  readonly rivalSamples: number
}

/** Somebody who takes part in the day, as far as that is run. */
interface Entrant {
  readonly name: ContestantName
  readonly contestant: Contestant
  /** Views that cost alike. */
  readonly stepOf: (view: View) => string
  readonly tally: Tally
  /** Views before this one are run. */
  until: number
  readonly cursors: Map<number, unknown>
}

/**
 * A day of the shop: it trades, admins look, Tidemark syncs, instances come and go, each contestant sees the same day on the
 * same store. The store has been copied by Tidemark before.
 */
export async function runScenario(
  projectId: string,
  shop: BenchShop,
  clock: VirtualClock,
  plan: ScenarioPlan,
  onProgress: (done: number, all: number) => void,
): Promise<ScenarioResult> {
  const random = randomFrom(seed)
  const day = { from: openingMs, ...traffic, instanceMs: dayMs / instances }
  const views = viewsOf(day, random, shop.newest(known))
  const events = eventsOf(day, random, views)
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'))
  const entrants = entrantsOf(projectId, clock, folder, views, plan)
  const sync = countedClient(connect(projectId))
  const syncs = new Tally()
  try {
    // The file on the persistent disk is there since long before.
    for (const { name, contestant } of entrants) {
      if (name === 'jsonCacheOnDisk') await contestant.page({ request: {} }, null, true)
    }
    const syncer = openTidemark(sync.db, clock)
    const trade = tradingWith(shop)
    for (const [i, event] of events.entries()) {
      clock.moveTo(event.at)
      onProgress(i, events.length)
      if (event.kind === 'trade') trade.note(event)
      else await trade.settle()
      if (event.kind === 'recycle') await Promise.all(entrants.map(({ contestant }) => contestant.recycle()))
      if (event.kind === 'sync') syncs.add('sync', await billed(sync.counts, () => syncer.sync()))
      if (event.kind === 'view') await lookAll(entrants, event)
    }
    return resultOf(entrants, views, syncs)
  } finally {
    await Promise.all([sync.db.terminate(), ...entrants.map(({ contestant }) => contestant.close())])
    rmSync(folder, { recursive: true, force: true })
  }
}

function entrantsOf(
  projectId: string,
  clock: VirtualClock,
  folder: string,
  views: readonly View[],
  plan: ScenarioPlan,
): Entrant[] {
  const warmth = ({ isCold }: View): string => (isCold ? 'cold' : 'warm')
  const jsonCache = (name: string, dies: boolean): Contestant =>
    openJsonCache(connect(projectId), join(folder, `${name}.json`), dies)
  const entrant = (
    name: ContestantName,
    contestant: Contestant,
    stepOf: (view: View) => string,
    samples: number,
  ): Entrant => {
    const until = stepsUntilCovered(views.map(stepOf), samples)
    return { name, contestant, stepOf, tally: new Tally(), until, cursors: new Map() }
  }
  return [
    entrant(
      'direct',
      openDirect(connect(projectId)),
      ({ kind, isNewFilter }) => (isNewFilter ? `${kind} with count` : kind),
      plan.rivalSamples,
    ),
    entrant('jsonCache', jsonCache('serverless', true), warmth, plan.rivalSamples),
    entrant('jsonCacheOnDisk', jsonCache('on-disk', false), warmth, plan.rivalSamples),
    entrant('tidemark', openTidemarkPages(connect(projectId), clock), warmth, Infinity),
  ]
}

/** All who take part look at once; each has a client of its own that counts. */
async function lookAll(entrants: readonly Entrant[], event: DayEvent & { kind: 'view' }): Promise<void> {
  const taking = entrants.filter(({ until }) => event.index < until)
  await Promise.all(taking.map((entrant) => look(entrant, event.view)))
  // Whoever has seen enough lets go of what it holds in memory.
  for (const { until, contestant } of taking) if (event.index + 1 === until) await contestant.recycle()
}

async function look({ contestant, stepOf, tally, cursors }: Entrant, view: View): Promise<void> {
  const after = view.kind === 'next page' ? (cursors.get(view.session) ?? null) : null
  const bill = await billed(contestant.counts, async () => {
    const { next } = await contestant.page(view.question, after, view.isNewFilter)
    cursors.set(view.session, next)
  })
  tally.add(stepOf(view), bill)
}

async function billed(counts: Bill, work: () => Promise<unknown>): Promise<Bill> {
  const before = { ...counts }
  await work()
  return { reads: counts.reads - before.reads, writes: counts.writes - before.writes }
}

/** The shop's trade since somebody last looked or synced, written in one go. */
function tradingWith(shop: BenchShop): { note(event: DayEvent & { kind: 'trade' }): void; settle(): Promise<void> } {
  let [placed, changed]: [number[], number[]] = [[], []]
  return {
    note: ({ at, isNew }) => {
      ;(isNew ? placed : changed).push(at)
    },
    settle: async () => {
      const orders = [...placed.map((at) => shop.place(at)), ...shop.change(changed)]
      ;[placed, changed] = [[], []]
      await shop.write(orders)
    },
  }
}

function resultOf(entrants: readonly Entrant[], views: readonly View[], syncs: Tally): ScenarioResult {
  const syncBill = syncs.billOf(Array.from({ length: traffic.syncs }, () => 'sync'))
  const bills = entrants.map(({ name, tally, stepOf }): [ContestantName, DayBill] => {
    const pages = tally.billOf(views.map(stepOf))
    const sync = name === 'tidemark' ? syncBill : { reads: 0, writes: 0 }
    const bill = { reads: pages.reads + sync.reads, writes: pages.writes + sync.writes }
    return [
      name,
      {
        pageReads: pages.reads,
        syncReads: sync.reads,
        ...bill,
        dollars: dollarsOf(bill),
        measured: { views: tally.runs, ofViews: views.length },
      },
    ]
  })
  return Object.fromEntries(bills) as ScenarioResult // One entrant of each name.
}
