import { expect, it } from 'vitest'

import { SourceError } from '../../../functions/src/lib/errors.ts'
import type { Source } from '../../../functions/src/model/source.ts'
import type { SyncContext } from '../../../functions/src/sync/context.ts'
import { runFullTask } from '../../../functions/src/sync/full/runFull.ts'
import { expectSameAsSource } from '../../harness/consistency.ts'
import { ids, pipeline, Shop } from '../../harness/shop.ts'

/** The worker's context, whose source counts as told. */
function counting(context: SyncContext, count: Source['count']): SyncContext {
  return { ...context, source: { ...context.source, count } }
}

async function shownTotal(shop: Shop): Promise<unknown> {
  return (await shop.db.collection('sync_state').doc(pipeline).get()).get('progress.total') as unknown
}

it('a full run copies while the source still counts, and shows how many there are once it knows', async () => {
  const shop = new Shop({ settings: { pageSize: 10 } })
  await shop.putMany(ids(60))
  const { context } = shop.worker()
  const [counted, copied] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const totals: unknown[] = []
  const slow = counting(context, async () => {
    await copied.promise
    setImmediate(counted.resolve)
    return { total: 60, usage: { calls: 1, reads: 1 } }
  })
  const enumerate: Source['enumerate'] = async function* (part, cursor, pageSize, inputs) {
    try {
      for await (const page of context.source.enumerate(part, cursor, pageSize, inputs)) {
        yield page
        totals.push(await shownTotal(shop))
        if (totals.length !== 3) continue
        copied.resolve()
        await counted.promise
      }
    } finally {
      // Should it fail, the run waits for the count all the same.
      copied.resolve()
    }
  }
  const watched = { ...slow, source: { ...slow.source, enumerate } }
  await shop.fullRun({ ...shop.worker(), fullTask: () => runFullTask(watched) })
  expect(totals.slice(0, 3)).toEqual([null, null, null])
  expect(totals.at(-1)).toBe(60)
  expect((await expectSameAsSource(shop.db)).lastFullRun).toMatchObject({ status: 'succeeded', created: 60 })
})

it('a full run does without a count that fails, and says so to the log', async () => {
  const shop = new Shop()
  await shop.putMany(ids(30))
  const { context } = shop.worker()
  const warnings: unknown[] = []
  const failing: SyncContext = {
    ...counting(context, () => Promise.reject(new SourceError('The source is busy.', { retryable: true }))),
    logger: { ...context.logger, warn: (...args) => void warnings.push(args) },
  }
  await shop.fullRun({ ...shop.worker(), fullTask: () => runFullTask(failing) })
  expect(warnings).toMatchObject([[expect.stringContaining('how many orders'), { pipeline }]])
  expect(JSON.stringify(warnings)).toContain('The source is busy.')
  expect((await expectSameAsSource(shop.db)).lastFullRun).toMatchObject({ status: 'succeeded', created: 30 })
})
