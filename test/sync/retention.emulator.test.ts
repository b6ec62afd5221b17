import { describe, expect, it } from 'vitest'

import type { DocumentSnapshot, Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { dyingAt } from '../harness/crashes.ts'
import { ids, Shop } from '../harness/shop.ts'

const days = 86_400_000

const kept = 90 * days

const runsOf = async (shop: Shop): Promise<DocumentSnapshot[]> =>
  (await shop.db.collection('sync_runs').orderBy('startedAt').get()).docs

/** How long from now a document may stay, in whole days; undefined: for ever. */
function daysLeft(document: DocumentSnapshot, shop: Shop): number | undefined {
  const expireAt = document.get('expireAt') as Timestamp | undefined
  return expireAt && Math.round((expireAt.toMillis() - shop.now().toMillis()) / days)
}

describe('the journal', () => {
  it('expires run by run, with what each replaced, but for the last full run that succeeded', async () => {
    const shop = new Shop({ settings: { journalMs: kept } })
    await shop.putMany(ids(3))
    await shop.fullRun()
    await shop.put('o000001', { totalAmount: 5 })
    await shop.worker().sync()
    expect((await runsOf(shop)).map((run) => daysLeft(run, shop))).toEqual([undefined, 90])
    shop.pass(20 * days)
    await shop.put('o000001', { totalAmount: 6 })
    await shop.fullRun()
    expect((await runsOf(shop)).map((run) => daysLeft(run, shop))).toEqual([90, 70, undefined])
    const entries = (await shop.db.collectionGroup('commits').get()).docs
    expect(entries.length).toBeGreaterThan(3)
    for (const entry of entries) expect([70, 90]).toContain(daysLeft(entry, shop))
  })

  it('keeps the last full run that succeeded whatever became of later ones', async () => {
    const shop = new Shop({ settings: { journalMs: kept } })
    await shop.putMany(ids(60))
    await shop.fullRun()
    for (const id of ids(30)) await shop.remove(id)
    await shop.fullRun()
    expect((await runsOf(shop)).map((run) => [run.get('status'), daysLeft(run, shop)])).toEqual([
      ['succeeded', undefined],
      ['failed', 90],
    ])
  })

  it('expires for runs that died, too', async () => {
    const shop = new Shop({ settings: { journalMs: kept } })
    await shop.put('a')
    await shop.fullRun()
    await shop.put('b')
    await shop.put('c')
    await shop
      .worker(dyingAt(1, 'after'), { settings: { journalMs: kept, pageSize: 1 } })
      .sync()
      .catch(() => {})
    shop.pass(200_000)
    await shop.worker().sync()
    const [, dead] = await runsOf(shop)
    expect(dead && [dead.get('status'), daysLeft(dead, shop)]).toEqual(['failed', 90])
  })

  it('is kept as many days as a shop says', async () => {
    const shop = new Shop({ settings: { journalMs: 7 * days } })
    await shop.put('a')
    await shop.fullRun()
    await shop.put('b')
    await shop.worker().sync()
    expect((await runsOf(shop)).map((run) => daysLeft(run, shop))).toEqual([undefined, 7])
  })
})
