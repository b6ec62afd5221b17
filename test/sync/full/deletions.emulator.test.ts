import { describe, expect, it } from 'vitest'

import { readBeforeImages } from '../../../functions/src/cache/journal.ts'
import { SourceError } from '../../../functions/src/lib/errors.ts'
import { Meter } from '../../../functions/src/lib/meter.ts'
import type { SyncContext } from '../../../functions/src/sync/context.ts'
import { runFullTask } from '../../../functions/src/sync/full/runFull.ts'
import { agreedRows, expectSameAsSource } from '../../harness/consistency.ts'
import { ids, Shop } from '../../harness/shop.ts'

/** The shop's source, enumerating as `pages` says. */
function enumerating(context: SyncContext, enumerate: SyncContext['source']['enumerate']): SyncContext {
  const { source } = context
  return {
    ...context,
    source: {
      ...source,
      parse: (...args) => source.parse(...args),
      changes: (...args) => source.changes(...args),
      lookup: (...args) => source.lookup(...args),
      count: () => source.count(),
      enumerate,
    },
  }
}

describe('a full run deletes', () => {
  it('what is gone from the source, and keeps its last state in the journal', async () => {
    const shop = new Shop()
    await shop.putMany(ids(30))
    await shop.put('gone', { totalAmount: 12.34 })
    await shop.fullRun()
    await shop.remove('gone')
    await shop.fullRun()
    const state = await expectSameAsSource(shop.db)
    expect(state.lastFullRun).toMatchObject({ deleted: 1, unchanged: 30, created: 0 })
    const images = await readBeforeImages(shop.db, state.lastFullRun?.runId ?? '', new Meter())
    expect(images.flat()).toMatchObject([{ id: 'firestore:gone', document: { total: 1_234, orderNumber: '#gone' } }])
  })

  it('nothing that a faulty enumeration left out, because each is asked for by id', async () => {
    const shop = new Shop()
    await shop.putMany(ids(30))
    await shop.fullRun()
    const { context } = shop.worker()
    const partial = enumerating(context, async function* (part, cursor, pageSize, inputs) {
      for await (const page of context.source.enumerate(part, cursor, pageSize, inputs))
        yield { ...page, records: page.records.slice(15) }
    })
    await shop.fullRun({ ...shop.worker(), context: partial, fullTask: () => runFullTask(partial) })
    const state = await expectSameAsSource(shop.db)
    expect(state.lastFullRun).toMatchObject({ status: 'succeeded', deleted: 0 })
  })

  it('nothing when the enumeration breaks off', async () => {
    const shop = new Shop({ settings: { pageSize: 10 } })
    await shop.putMany(ids(30))
    await shop.fullRun()
    await shop.remove('o000029')
    const { context } = shop.worker()
    const broken = enumerating(context, async function* (part, cursor, pageSize, inputs) {
      for await (const page of context.source.enumerate(part, cursor, pageSize, inputs)) {
        yield page
        throw new SourceError('The source refused.', { retryable: false })
      }
    })
    await shop.fullRun({ ...shop.worker(), context: broken, fullTask: () => runFullTask(broken) })
    expect(await agreedRows(shop.db)).toHaveLength(30)
    const alert = await shop.db.collection('sync_alerts').doc('firestore.orders:full-run-failed').get()
    expect(alert.data()).toMatchObject({ closedAt: null, message: 'The source refused.' })
    await shop.fullRun()
    await expectSameAsSource(shop.db)
    expect((await alert.ref.get()).get('closedAt')).not.toBeNull()
  })

  it('nothing above the cap, raises an alert, and obeys when told how many for one run', async () => {
    const shop = new Shop()
    await shop.putMany(ids(60))
    await shop.fullRun()
    for (const id of ids(21)) await shop.remove(id)
    await shop.fullRun()
    expect(await agreedRows(shop.db)).toHaveLength(60)
    const alert = await shop.db.collection('sync_alerts').doc('firestore.orders:delete-cap').get()
    expect(alert.data()).toMatchObject({ closedAt: null, message: expect.stringContaining('max_deletes') })
    await shop.fullRun(shop.worker(), { maxDeletes: 21 })
    expect((await expectSameAsSource(shop.db)).lastFullRun).toMatchObject({ deleted: 21 })
    expect((await alert.ref.get()).get('closedAt')).not.toBeNull()
  })

  it('no more than half of a small cache', async () => {
    const shop = new Shop()
    await shop.putMany(ids(15))
    await shop.fullRun()
    for (const id of ids(8)) await shop.remove(id)
    await shop.fullRun()
    expect(await agreedRows(shop.db)).toHaveLength(15)
    const alert = await shop.db.collection('sync_alerts').doc('firestore.orders:delete-cap').get()
    expect(alert.get('message')).toMatch(
      /^More than 7 of the 15 cached records are missing from the collection "orders"/,
    )
    await shop.put('o000000')
    await shop.fullRun()
    expect((await expectSameAsSource(shop.db)).lastFullRun).toMatchObject({ status: 'succeeded', deleted: 7 })
  })

  it('nothing where nothing was found, whatever is allowed', async () => {
    const shop = new Shop()
    await shop.putMany(ids(25))
    await shop.fullRun()
    for (const id of ids(25)) await shop.remove(id)
    await shop.fullRun(shop.worker(), { maxDeletes: 25 })
    expect(await agreedRows(shop.db)).toHaveLength(25)
    const alert = shop.db.collection('sync_alerts').doc('firestore.orders:empty-source')
    expect((await alert.get()).data()).toMatchObject({
      closedAt: null,
      message: expect.stringMatching(/nothing in the collection "orders".* 25 records.*ORDERS_COLLECTION/) as unknown,
    })
    // Incremental runs go on: the first order closes it.
    await shop.put('new')
    expect(await shop.worker().sync()).toMatchObject([{ status: 'succeeded', created: 1 }])
    expect((await alert.get()).get('closedAt')).not.toBeNull()
  })
})
