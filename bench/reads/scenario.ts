import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { countedClient } from '../../tools/local/countedClient.ts'
import { billed } from '../lab/billed.ts'
import type { VirtualClock } from '../lab/clock.ts'
import { connect } from '../lab/databases.ts'
import type { BenchShop } from '../lab/shop.ts'
import type { DayBill, SharedDay, SharedName } from '../results.ts'
import { countExpiring } from '../tidemark/expiring.ts'
import { openTidemark } from '../tidemark/instance.ts'
import type { DayEvent } from './day.ts'
import { dayBillOf, noUpkeep, type Upkeep } from './dayBill.ts'
import { entrantsOf, lookAll, type Entrant } from './entrants.ts'
import type { View } from './sessions.ts'
import { Tally } from './tally.ts'
import { dayOf, traffic } from './traffic.ts'

export interface ScenarioPlan {
  /** How often each kind of a rival's views is run; Infinity runs the whole day. */
  readonly rivalSamples: number
}

/**
 * A day of the shop: it trades, admins look, Tidemark syncs without its change feed, instances come and go; each contestant
 * sees the same day on the same store, which Tidemark has copied before. The weekly full run follows it.
 */
export async function runScenario(
  projectId: string,
  shop: BenchShop,
  clock: VirtualClock,
  { rivalSamples }: ScenarioPlan,
  onProgress: (done: number, all: number) => void,
): Promise<SharedDay> {
  const { views, events } = dayOf(shop)
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
    const expiringBefore = await countExpiring(client)
    for (const [i, event] of events.entries()) {
      clock.moveTo(event.at)
      onProgress(i, events.length)
      if (event.kind === 'trade') trade.note(event)
      else await trade.settle()
      if (event.kind === 'recycle') await Promise.all(entrants.map(({ contestant }) => contestant.recycle()))
      if (event.kind === 'sync') syncs.add('sync', (await billed(sync.counts, () => syncer.sync())).bill)
      if (event.kind === 'view') await lookAll(entrants, event.index, event.view)
    }
    const expiringAfter = await countExpiring(client)
    const fullRun = await billed(sync.counts, () => syncer.copyEverything())
    const expiringAtLast = await countExpiring(client)
    return resultOf(entrants, views, {
      syncs: syncs.billOf(Array.from({ length: traffic.syncs }, () => 'sync')),
      fullRun: fullRun.bill,
      expiring: { day: expiringAfter - expiringBefore, fullRun: expiringAtLast - expiringAfter },
    })
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

function resultOf(entrants: readonly Entrant<SharedName>[], views: readonly View[], tidemark: Upkeep): SharedDay {
  const bills = entrants.map(({ name, tally, stepOf }): [SharedName, DayBill] => {
    const pages = tally.billOf(views.map(stepOf))
    const measured = { views: tally.runs, ofViews: views.length }
    return [name, dayBillOf(pages, name === 'tidemark' ? tidemark : noUpkeep, measured)]
  })
  return Object.fromEntries(bills) as SharedDay // One entrant of each name.
}
