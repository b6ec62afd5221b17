import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { countedClient } from '../../scripts/local/countedClient.ts'
import { dollarsOf } from '../../scripts/local/prices.ts'
import { randomFrom } from '../../scripts/samples/random.ts'
import { openingMs, type VirtualClock } from '../lab/clock.ts'
import { connect } from '../lab/databases.ts'
import type { BenchShop } from '../lab/shop.ts'
import type { ContestantName, DayBill, ScenarioResult } from '../results.ts'
import { openTidemark } from '../tidemark/instance.ts'
import { eventsOf, type DayEvent } from './day.ts'
import { billed, entrantsOf, lookAll, type Entrant } from './entrants.ts'
import { dayMs, viewsOf, type View } from './sessions.ts'
import { Tally } from './tally.ts'

const seed = 11
/** What happens on a day. */
export const traffic = {
  sessions: 100,
  viewsPerSession: 10,
  newOrders: 100,
  changedOrders: 200,
  syncs: 96,
  instances: 24,
} as const
/** Admins look for the newest orders. */
const known = 2_000

export interface ScenarioPlan {
  /** How often each kind of a rival's views is run; Infinity runs the whole day. */
  readonly rivalSamples: number
}

/**
 * A day of the shop: it trades, admins look, Tidemark syncs, instances come and go; each contestant sees the same day on the
 * same store, which Tidemark has copied before.
 */
export async function runScenario(
  projectId: string,
  shop: BenchShop,
  clock: VirtualClock,
  { rivalSamples }: ScenarioPlan,
  onProgress: (done: number, all: number) => void,
): Promise<ScenarioResult> {
  const random = randomFrom(seed)
  const views = viewsOf(
    { from: openingMs, ...traffic, instanceMs: dayMs / traffic.instances },
    random,
    shop.newest(known),
  )
  const events = eventsOf({ from: openingMs, ...traffic }, random, views)
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'))
  const entrants = entrantsOf(projectId, clock, folder, views, rivalSamples)
  const client = connect(projectId)
  const sync = countedClient(client)
  const syncer = openTidemark(sync.db, clock)
  const syncs = new Tally()
  const trade = tradeOf(shop)
  try {
    // The file on the persistent disk is there since long before.
    for (const { name, contestant } of entrants) {
      if (name === 'jsonCacheOnDisk') await contestant.page({ request: {} }, null, true)
    }
    for (const [i, event] of events.entries()) {
      clock.moveTo(event.at)
      onProgress(i, events.length)
      if (event.kind === 'trade') trade.note(event)
      else await trade.settle()
      if (event.kind === 'recycle') await Promise.all(entrants.map(({ contestant }) => contestant.recycle()))
      if (event.kind === 'sync') syncs.add('sync', await billed(sync.counts, () => syncer.sync()))
      if (event.kind === 'view') await lookAll(entrants, event.index, event.view)
    }
    return resultOf(entrants, views, syncs)
  } finally {
    await Promise.all([client.terminate(), ...entrants.map(({ contestant }) => contestant.close())])
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The shop's trade since somebody last looked or synced, written in one go. */
function tradeOf(shop: BenchShop): { note(event: DayEvent & { kind: 'trade' }): void; settle(): Promise<void> } {
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
  const syncing = syncs.billOf(Array.from({ length: traffic.syncs }, () => 'sync'))
  const bills = entrants.map(({ name, tally, stepOf }): [ContestantName, DayBill] => {
    const pages = tally.billOf(views.map(stepOf))
    const sync = name === 'tidemark' ? syncing : { reads: 0, writes: 0 }
    const bill = { reads: pages.reads + sync.reads, writes: pages.writes + sync.writes }
    const measured = { views: tally.runs, ofViews: views.length }
    return [name, { pageReads: pages.reads, syncReads: sync.reads, ...bill, dollars: dollarsOf(bill), measured }]
  })
  return Object.fromEntries(bills) as ScenarioResult // One entrant of each name.
}
