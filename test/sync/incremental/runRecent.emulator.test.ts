import { describe, expect, it } from 'vitest'

import { readState } from '../../../functions/src/cache/state.ts'
import { SourceError } from '../../../functions/src/lib/errors.ts'
import { Meter } from '../../../functions/src/lib/meter.ts'
import { wholeSource, type Source } from '../../../functions/src/model/source.ts'
import type { PipelineState } from '../../../functions/src/model/state.ts'
import type { SyncContext } from '../../../functions/src/sync/context.ts'
import { runFullTask } from '../../../functions/src/sync/full/runFull.ts'
import { syncPipeline } from '../../../functions/src/sync/syncPipeline.ts'
import { agreedRows, expectSameAsSource } from '../../harness/consistency.ts'
import { dyingAt } from '../../harness/crashes.ts'
import type { Faults } from '../../harness/firestore.ts'
import { ids, pipeline, Shop } from '../../harness/shop.ts'

/* Recent records are read again, for edits that move no change time. */

const dayMs = 86_400_000

async function filled(count = 12): Promise<Shop> {
  const shop = new Shop({ settings: { pageSize: 10 }, limits: { softDeadlineMs: 60_000 } })
  await shop.putMany(ids(count))
  await shop.fullRun(worker(shop))
  return shop
}

/** A worker whose source says that its orders are edited without a word of when. */
function worker(shop: Shop, faults?: Faults, own: Partial<Source> = {}): ReturnType<Shop['worker']> {
  const one = shop.worker(faults)
  const recent = { everyMs: dayMs, spanMs: 30 * dayMs, parts: async () => wholeSource }
  const context: SyncContext = { ...one.context, source: { ...one.context.source, recent, ...own } }
  return { ...one, context, fullTask: () => runFullTask(context) }
}

function reread(shop: Shop, faults?: Faults, own?: Partial<Source>): ReturnType<typeof syncPipeline> {
  return syncPipeline(worker(shop, faults, own).context, 'recent')
}

const down: Partial<Source> = {
  enumerate: () => {
    throw new SourceError('The vendor answers with 503.', { retryable: false })
  },
}

/** Changes an order without a word of when: no window finds that. */
function edit(shop: Shop, id: string): Promise<unknown> {
  return shop.db.collection('orders').doc(id).update({ status: 'SHIPPED' })
}

async function stateOf(shop: Shop): Promise<PipelineState> {
  const { state } = await readState(shop.db, pipeline, new Meter())
  if (state === null) throw new Error('It has run.')
  return state
}

async function shippedIn(shop: Shop): Promise<string[]> {
  const rows = await agreedRows(shop.db)
  return rows.filter(({ status }) => status === 'shipped').map(({ sourceId }) => sourceId)
}

describe('a run that reads recent orders again', () => {
  it('copies what was edited, says what it read, and moves and deletes nothing', async () => {
    const shop = await filled()
    await edit(shop, 'o000003')
    await shop.remove('o000004')
    shop.pass(dayMs)
    const before = await stateOf(shop)
    const { runs, state } = await reread(shop)
    expect(runs).toMatchObject([
      { status: 'succeeded', mode: 'incremental', fetched: 11, updated: 1, deleted: 0, recent: { isComplete: true } },
    ])
    expect(Date.parse(runs[0]?.recent?.createdFrom ?? '')).toBeLessThan(shop.now().toMillis() - 30 * dayMs + 1)
    expect(state).toMatchObject({ bound: before.bound, watermark: before.watermark, recent: { unfinished: null } })
    expect(await shippedIn(shop)).toEqual(['o000003'])
    expect(await agreedRows(shop.db)).toHaveLength(12)
  })

  it('is asked for by the first window of a new day, and reads nothing where none is due', async () => {
    const shop = await filled()
    const asked = (): number => [...shop.runTasks.values()].filter(({ scope }) => scope === 'recent').length
    shop.pass(900_000)
    await syncPipeline(worker(shop).context)
    expect(asked(), 'the full run has read them').toBe(0)
    expect((await reread(shop)).runs).toMatchObject([{ status: 'succeeded', fetched: 0 }])
    shop.pass(dayMs)
    await syncPipeline(worker(shop).context)
    expect(asked()).toBe(1)
    await reread(shop)
    shop.pass(900_000)
    await syncPipeline(worker(shop).context)
    expect(asked()).toBe(1)
  })

  it('goes on behind its deadline where it stopped, without a page read twice', async () => {
    const shop = await filled(60)
    for (const id of ids(60)) await edit(shop, id)
    shop.pass(dayMs)
    const slow: Faults = {
      before: (method) => {
        if (method === 'commit') shop.pass(40_000)
      },
    }
    const first = await reread(shop, slow)
    expect(first).toMatchObject({
      inTheWay: 'incremental',
      runs: [{ status: 'succeeded', recent: { isComplete: false } }],
    })
    const second = await reread(shop)
    expect(second).toMatchObject({ inTheWay: null, runs: [{ recent: { isComplete: true } }] })
    expect((first.runs[0]?.fetched ?? 0) + (second.runs[0]?.fetched ?? 0)).toBe(60)
    await expectSameAsSource(shop.db)
  })

  it.each(['before', 'after'] as const)('that dies %s any of its commits loses nothing', async (side) => {
    for (let n = 1; ; n++) {
      const shop = await filled(25)
      for (const id of ids(25)) await edit(shop, id)
      shop.pass(dayMs)
      const faults = dyingAt(n, side)
      await reread(shop, faults).catch(() => undefined)
      if (!faults.died) break
      shop.pass(dayMs)
      await reread(shop)
      await expectSameAsSource(shop.db)
    }
  })

  it('that fails stays due, and holds up no window', async () => {
    const shop = await filled()
    await edit(shop, 'o000001')
    shop.pass(dayMs)
    expect((await reread(shop, undefined, down)).runs).toMatchObject([{ status: 'failed' }])
    await shop.put('fresh')
    shop.pass(60_000)
    const { runs } = await syncPipeline(worker(shop, undefined, down).context)
    expect(runs).toMatchObject([{ status: 'succeeded', created: 1 }])
    await reread(shop)
    expect(await shippedIn(shop)).toEqual(['o000001'])
  })
})
