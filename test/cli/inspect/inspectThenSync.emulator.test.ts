import { expect } from 'vitest'

import { propose, type Proposal } from '../../../cli/inspect/propose.ts'
import { readSample } from '../../../cli/inspect/reading.ts'
import { agreedRows } from '../../harness/consistency.ts'
import { playHistories } from '../../harness/histories.ts'
import { ordersAs } from '../../harness/orderSettings.ts'
import { Shop } from '../../harness/shop.ts'
import { documentsOf } from './randomShops/documents.ts'
import { answerOf, shapes } from './randomShops/shape.ts'

const documentCount = 40
const mostQuestions = 10

playHistories(
  {
    kind: 'inspect reads a shop that nobody has seen, and a full run by its settings copies the true orders',
    all: 500,
    few: 8,
    history: shapes,
    timeoutMs: 3_600_000,
  },
  async (shape) => {
    const shop = new Shop()
    const documents = documentsOf(shape, documentCount)
    const batch = shop.db.batch()
    for (const { id, data } of documents) batch.set(shop.db.collection('orders').doc(id), data)
    await batch.commit()

    const sample = await readSample(shop.db, 'orders', 30)
    const answers = new Map<string, string>()
    const ask = (): Proposal => propose(sample.documents, { collection: 'orders', defaultCurrency: null, answers })
    let proposal = ask()
    for (let asked = 0; proposal.questions.length > 0 && asked < mostQuestions; asked++) {
      for (const { key } of proposal.questions) answers.set(key, answerOf(shape, key))
      proposal = ask()
    }
    expect(proposal.questions).toEqual([])

    await shop.fullRun(shop.worker({}, { source: { orders: ordersAs(proposal.orders), changeFeed: true } }))
    const rows = await agreedRows(shop.db)
    const byId = new Map(rows.map((row) => [row.sourceId, row]))
    expect(byId.size).toBe(documents.length)
    for (const { id, truth } of documents) {
      const row = byId.get(id)
      expect([row?.total, row?.currency]).toEqual([truth.total, truth.currency])
      expect(Math.floor(Number(row?.createdAt) / 1000)).toBe(Math.floor(truth.createdAt / 1000))
      // A number that no sampled document had is one that nobody could be asked about: then it is flagged.
      const isTold = shape.words === 'integer' && row?.statusUnknown === true
      if (!isTold) expect(row?.status).toBe(truth.status)
    }
  },
)
