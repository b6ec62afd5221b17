import { describe, expect, it } from 'vitest'

import { stateRef } from '../../../functions/src/cache/paths.ts'
import { stateOf } from '../../../functions/src/cache/state.ts'
import { memoryJobScheduler, type JobScheduler } from '../../../functions/src/lib/scheduler/jobScheduler.ts'
import { initialState, type PipelineState } from '../../../functions/src/model/state.ts'
import { adaptSchedule, type Adaptation } from '../../../functions/src/sync/schedule/adapt.ts'
import { expectSameAsSource } from '../../harness/consistency.ts'
import { ids, pipeline, Shop } from '../../harness/shop.ts'

const account = 'tidemark-scheduler@demo.iam.gserviceaccount.com'

function adaptationOf(shop: Shop, scheduler: JobScheduler = memoryJobScheduler('*/15 * * * *', account)): Adaptation {
  const { clock, logger } = shop.worker().context
  const settings = { floorMinutes: 1, ceilingMinutes: 60, quietHours: null }
  return { db: shop.db, scheduler, settings, baseMinutes: 15, accounts: [account], clock, logger }
}

async function stateIn(shop: Shop): Promise<PipelineState> {
  const state = stateOf(await stateRef(shop.db, pipeline).get())
  if (state === null) throw new Error('The pipeline never ran.')
  return state
}

/** A shop whose last run found 60 changes in 15 minutes. */
async function busyShop(): Promise<Shop> {
  const shop = new Shop()
  await shop.put('first')
  await shop.fullRun()
  shop.pass(15 * 60_000)
  await shop.putMany(ids(60))
  await shop.worker().sync()
  return shop
}

describe('adapting the schedule', () => {
  it('while a run is under way disturbs neither it nor the note', async () => {
    const shop = await busyShop()
    shop.pass(15 * 60_000)
    await shop.put('late')
    const before = await stateIn(shop)
    let noted = false
    const worker = shop.worker({
      before: async (method) => {
        if (method !== 'commit' || noted) return
        noted = true
        await adaptSchedule(adaptationOf(shop), 'job', [before])
      },
    })
    expect(await worker.sync()).toMatchObject([{ status: 'succeeded', created: 1 }])
    expect(noted).toBe(true)
    expect((await expectSameAsSource(shop.db)).schedule).toEqual({ everyMinutes: 2, failing: false })
  })

  it('writes nothing where the interval stays', async () => {
    const shop = await busyShop()
    const adaptation = adaptationOf(shop)
    await adaptSchedule(adaptation, 'job', [await stateIn(shop)])
    const { updateTime } = await stateRef(shop.db, pipeline).get()
    await adaptSchedule(adaptation, 'job', [await stateIn(shop)])
    expect((await stateRef(shop.db, pipeline).get()).updateTime).toEqual(updateTime)
    expect(await adaptation.scheduler.read('job')).toMatchObject({ schedule: '*/2 * * * *' })
  })

  it('never throws: not where the job cannot be read, nor where there is nothing to note it in', async () => {
    const shop = new Shop()
    const errors: string[] = []
    const broken: JobScheduler = {
      read: () => Promise.reject(new Error('secret words')),
      reschedule: () => Promise.resolve(),
    }
    const logger = { info() {}, warn() {}, error: (message: string) => errors.push(message) }
    await adaptSchedule({ ...adaptationOf(shop, broken), logger }, 'job', [initialState(pipeline)])
    expect(errors).toEqual(['[SCHEDULE] the job could not be adapted', '[SCHEDULE] the interval could not be noted'])
    expect((await shop.db.collection('sync_alerts').get()).size).toBe(0)
    expect((await stateRef(shop.db, pipeline).get()).exists).toBe(false)
  })

  it('says nothing of an error that is not its own but that there was one', async () => {
    const shop = await busyShop()
    const broken: JobScheduler = {
      read: () => Promise.reject(new Error('secret words')),
      reschedule: () => Promise.resolve(),
    }
    await adaptSchedule(adaptationOf(shop, broken), 'job', [await stateIn(shop)])
    const { docs } = await shop.db.collection('sync_alerts').get()
    expect(docs.map((alert) => alert.get('kind') as unknown)).toEqual(['schedule-not-adapted'])
    expect(JSON.stringify(docs[0]?.data())).not.toContain('secret')
  })
})

describe('what is known of the rate of changes', () => {
  it('comes from incremental runs that succeeded, and from no full run', async () => {
    const shop = await busyShop()
    const known = (await stateIn(shop)).recentSpans
    expect(known).toMatchObject([{ runs: 1, changes: 60 }])
    await shop.putMany(ids(5, 'more'))
    await shop.fullRun()
    expect((await stateIn(shop)).recentSpans).toEqual(known)
  })

  it('is read from a watermark document that was written before there was any', async () => {
    const shop = await busyShop()
    const { recentSpans: _spans, schedule: _schedule, ...old } = await stateIn(shop)
    await stateRef(shop.db, pipeline).set(old)
    expect(await stateIn(shop)).toEqual({ ...old, recentSpans: [], schedule: null })
    expect(await shop.worker().sync()).toMatchObject([{ status: 'succeeded' }])
    expect((await stateIn(shop)).recentSpans).toHaveLength(1)
  })
})
