import { describe, expect, it } from 'vitest'

import type { Source, SourcePage } from '../../../functions/src/model/source.ts'
import { syncPipeline } from '../../../functions/src/sync/syncPipeline.ts'
import { agreedRows, expectSameAsSource } from '../../harness/consistency.ts'
import type { Faults } from '../../harness/firestore.ts'
import { ids, pipeline, Shop, type ShopOrder } from '../../harness/shop.ts'

/** A shop whose next incremental run has 250 new orders in three pages. */
async function shopWithThreePages(order: Partial<ShopOrder> = {}): Promise<Shop> {
  const shop = new Shop({ settings: { pageSize: 100 } })
  await shop.put('first')
  await shop.fullRun()
  shop.pass(900_000)
  // Behind it the first order lies further back than the lookback.
  await shop.worker().sync()
  await shop.putMany(ids(250, 'new'), () => order)
  shop.pass(1_000)
  return shop
}
/** Two probes come before the pages, each of which is a query but for the first: it begins with a small one. */
const queriesBefore = 3

/** Holds a page's first commit until the query for page `page` has been asked; `queries` counts them. */
function holdingUntilAsked(page: number, failure?: Error): Faults & { queries: number; queriesAtFirstCommit: number } {
  const asked = Promise.withResolvers<void>()
  let isFirst = true
  return {
    queries: 0,
    queriesAtFirstCommit: 0,
    async before(method) {
      if (method === 'runQuery') {
        this.queries += 1
        if (this.queries !== queriesBefore + page) return
        asked.resolve()
        if (failure !== undefined) throw failure
      }
      if (method !== 'commit' || !isFirst) return
      isFirst = false
      await asked.promise
      this.queriesAtFirstCommit = this.queries
    },
  }
}

describe('a run that reads ahead of its commits', () => {
  it('asks for the next page while one is being committed', async () => {
    const shop = await shopWithThreePages()
    // A page is committed once there is another one behind it, for the last one's commit is the end of the run.
    const faults = holdingUntilAsked(3)
    const [report] = await shop.worker(faults).sync()
    expect(report).toMatchObject({ status: 'succeeded', created: 250 })
    expect(faults.queriesAtFirstCommit).toBe(queriesBefore + 3)
    await expectSameAsSource(shop.db)
  })

  it('reads nothing ahead of a page that fills the memory as it is', async () => {
    const shop = await shopWithThreePages({ note: 'x'.repeat(50_000) })
    let queries = 0
    const queriesAtCommits: number[] = []
    const worker = shop.worker({
      before(method) {
        if (method === 'runQuery') queries += 1
        if (method === 'commit') queriesAtCommits.push(queries)
      },
    })
    await worker.sync()
    // Each page of 5 MB takes three commits, the half one two.
    const [one, two, three] = [queriesBefore + 1, queriesBefore + 2, queriesBefore + 3]
    expect(queriesAtCommits.slice(0, 8)).toEqual([one, one, one, two, two, two, three, three])
    await expectSameAsSource(shop.db)
  })

  it.each(['full', 'incremental'])('sends the commits of a %s run strictly one after another', async (mode) => {
    const shop = await shopWithThreePages()
    await shop.putMany(ids(2_000, 'more'))
    let inFlight = 0
    let most = 0
    let commits = 0
    const worker = shop.worker({
      before(method) {
        if (method !== 'commit') return
        commits += 1
        inFlight += 1
        most = Math.max(most, inFlight)
      },
      after(method) {
        if (method === 'commit') inFlight -= 1
      },
    })
    if (mode === 'full') await shop.fullRun(worker)
    else await worker.sync()
    expect(commits).toBeGreaterThan(20)
    expect(most).toBe(1)
    await expectSameAsSource(shop.db)
  })

  it('fails after what it had read is committed, and goes on from there', async () => {
    const shop = await shopWithThreePages()
    const denied = Object.assign(new Error('The role is missing.'), { code: 7 })
    const [report] = await shop.worker(holdingUntilAsked(2, denied)).sync()
    expect(report).toMatchObject({ status: 'failed', created: 100 })
    expect(await agreedRows(shop.db)).toHaveLength(101)
    const state = await shop.db.collection('sync_state').doc(pipeline).get()
    expect(state.get('checkpoint.after.id')).toBe('new000099')

    const [next] = await shop.worker().sync()
    expect(next).toMatchObject({ status: 'succeeded', created: 150 })
    await expectSameAsSource(shop.db)
  })

  it('writes once what two pages give, though the second was prepared before the first was written', async () => {
    const shop = await shopWithThreePages()
    const worker = shop.worker()
    const { source } = worker.context
    const [report] = (await syncPipeline({ ...worker.context, source: repeating(source) })).runs
    expect(report).toMatchObject({ status: 'succeeded', fetched: 450, created: 250, unchanged: 200 })
    // Three pages with head, entry and watermark document, and the run's document with the first and with the last.
    expect(worker.counts.writes).toBe(250 + 3 * 3 + 2)
    expect(report?.firestoreWrites).toBe(worker.counts.writes)
    await expectSameAsSource(shop.db)
  })
})

/** The same source, each page of which gives the records of the page before once more. */
function repeating(source: Source): Source {
  return {
    ...source,
    async *changes(window, pageSize) {
      let before: SourcePage['records'] = []
      for await (const page of source.changes(window, pageSize)) {
        yield { ...page, records: [...before, ...page.records] }
        before = page.records
      }
    },
  }
}
