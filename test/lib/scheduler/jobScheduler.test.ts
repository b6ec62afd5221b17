import { describe, expect, it } from 'vitest'

import { cloudJobScheduler, memoryJobScheduler } from '../../../functions/src/lib/scheduler/jobScheduler.ts'
import type { SchedulerClient } from '../../../functions/src/lib/scheduler/schedulerClient.ts'

const clock = { sleep: () => Promise.resolve(), random: () => 0 }
const place = { project: 'tidemark-shop', region: 'us-central1' }

describe('the jobs of Cloud Scheduler', () => {
  it('are asked through one connection, made at the first call, and anew after one that failed', async () => {
    const asked: unknown[] = []
    const getJob = (request: unknown): Promise<unknown[]> => {
      asked.push(request)
      return Promise.resolve([{ schedule: '*/5 * * * *' }])
    }
    const client = { getJob } as unknown as SchedulerClient // Nothing else of it is called.
    let connections = 0
    const scheduler = cloudJobScheduler(place, clock, async () => {
      connections += 1
      if (connections === 1) throw new Error('no credentials')
      return client
    })
    expect(connections).toBe(0)
    await expect(scheduler.read('sync')).rejects.toThrow('no credentials')
    const job = { schedule: '*/5 * * * *', timeZone: 'UTC', serviceAccount: '' }
    expect(await Promise.all([scheduler.read('sync'), scheduler.read('sync')])).toEqual([job, job])
    expect(connections).toBe(2)
    expect(asked[0]).toEqual({ name: 'projects/tidemark-shop/locations/us-central1/jobs/sync' })
  })
})

describe('the job of a local stack', () => {
  it('keeps the schedule that it is given', async () => {
    const scheduler = memoryJobScheduler('*/15 * * * *', 'a@example.com')
    await scheduler.reschedule('sync', '*/5 * * * *')
    expect(await scheduler.read('sync')).toEqual({
      schedule: '*/5 * * * *',
      timeZone: 'UTC',
      serviceAccount: 'a@example.com',
    })
  })
})
