import { expect, it } from 'vitest'

import { SourceError } from '../../functions/src/lib/errors.ts'
import { failuresInARow } from '../../functions/src/sync/commit/ending.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { syncPipeline } from '../../functions/src/sync/syncPipeline.ts'
import { openAlerts } from '../harness/alerts.ts'
import { expectSameAsSource } from '../harness/consistency.ts'
import { ids, Shop } from '../harness/shop.ts'

/** A source whose windows cannot be read, as one whose page tokens have died; it can be enumerated. */
const changes: SyncContext['source']['changes'] = async function* () {
  yield* []
  throw new SourceError('The page token is dead.', { retryable: false })
}

function withoutWindows(context: SyncContext): SyncContext {
  return { ...context, source: { ...context.source, changes } }
}

it('runs that fail again and again are followed by a full run that starts by itself, not too often, until one succeeds', async () => {
  const shop = new Shop()
  await shop.putMany(ids(5))
  await shop.fullRun()
  const { context } = shop.worker()
  const modes = async (of: SyncContext): Promise<string[]> => {
    shop.pass(900_000)
    return (await syncPipeline(of)).runs.map(({ mode, status }) => `${mode} ${status}`)
  }
  const broken = withoutWindows(context)
  shop.pass(6 * 3_600_000)
  for (let n = 1; n < failuresInARow; n++) expect(await modes(broken)).toEqual(['incremental failed'])
  expect(Object.keys(await openAlerts(shop.db))).not.toContain('runs-failing')
  // A run that reads no window says nothing of those that do.
  const { runs } = await syncPipeline(broken, { statuses: ['pending'] })
  expect(runs.map(({ status }) => status)).toEqual(['succeeded'])
  expect(await modes(broken)).toEqual(['incremental failed', 'full running'])
  expect(Object.keys(await openAlerts(shop.db))).toContain('runs-failing')
  await shop.put('late')
  await shop.drain()
  await expectSameAsSource(shop.db)
  expect(Object.keys(await openAlerts(shop.db))).not.toContain('runs-failing')
  // It begins to count anew, and does not try again before its time.
  for (let n = 0; n < 2 * failuresInARow; n++) expect(await modes(broken)).toEqual(['incremental failed'])
  expect(Object.keys(await openAlerts(shop.db))).toContain('runs-failing')
  expect(await modes(context)).toEqual(['incremental succeeded'])
  expect(Object.keys(await openAlerts(shop.db))).not.toContain('runs-failing')
})
