import { expect } from 'vitest'

import { propose, type Proposal } from '../../../cli/inspect/propose.ts'
import type { SampledDocument } from '../../../cli/inspect/sampled.ts'
import { Firestore } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { noInputs, type ParsedRecord } from '../../../functions/src/model/source.ts'
import type { Order } from '../../../functions/src/contract/order.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { createOrderSource } from '../../../functions/src/sources/firestore/orderSource.ts'
import { playHistories } from '../../harness/histories.ts'
import { ordersAs } from '../../harness/orderSettings.ts'
import { documentsOf, type ShopDocument } from './randomShops/documents.ts'
import type { TrueOrder } from './randomShops/orders.ts'
import { answerOf, shapes } from './randomShops/shape.ts'

const db = new Firestore({ projectId: 'demo-shapes' })
const collection = 'orders'
const documentCount = 30
/** The most questions that a shop needs: each is asked once, and an answer may lead to one more. */
const mostQuestions = 10

function proposed(documents: readonly ShopDocument[], answers: ReadonlyMap<string, string>): Proposal {
  const sample = documents.map(({ id, data, createTime }): SampledDocument => {
    const at = instantFromMs(createTime)
    return { path: `${collection}/${id}`, data, createTime: at, updateTime: at }
  })
  return propose(sample, { collection, defaultCurrency: null, answers })
}

/** The orders that a run would make of the documents by the proposed settings. */
function parsedBy({ orders }: Proposal, documents: readonly ShopDocument[]): ParsedRecord<Order>[] {
  const source = createOrderSource(db, readFirestoreSourceConfig({ orders: ordersAs(orders), changeFeed: true }))
  return documents.map(({ id, data, createTime }) => {
    const at = instantFromMs(createTime)
    return source.parse(
      { sourceId: id, changedAt: null, version: at, readTime: at, raw: { data, createTime: at } },
      noInputs,
    )
  })
}

function amountsOf({ total, currency, lineItems }: Order): unknown {
  return { total, currency, items: lineItems.map(({ quantity, unitPrice }) => `${quantity} × ${unitPrice}`).sort() }
}

function trueAmounts({ total, currency, items }: TrueOrder): unknown {
  return { total, currency, items: items.map(({ quantity, price }) => `${quantity} × ${price}`).sort() }
}

playHistories(
  {
    kind: 'the orders of a shop that nobody has seen are read right, or what cannot be known of them is asked or told',
    all: 520,
    few: 60,
    history: shapes,
    timeoutMs: 600_000,
    shrinks: true,
  },
  async (shape) => {
    const documents = documentsOf(shape, documentCount)
    const answers = new Map<string, string>()
    let proposal = proposed(documents, answers)
    for (let asked = 0; proposal.questions.length > 0 && asked < mostQuestions; asked++) {
      for (const { key } of proposal.questions) answers.set(key, answerOf(shape, key))
      proposal = proposed(documents, answers)
    }
    expect(proposal.questions).toEqual([])
    for (const [i, parsed] of parsedBy(proposal, documents).entries()) {
      const truth = documents[i]?.truth
      if (truth === undefined) throw new Error('There is an order for each document.')
      // A reason is told to the shop, and the record is in no figure.
      if (!parsed.ok) throw new Error(`${parsed.reason}: by these answers nothing is left to be told.`)
      const { record } = parsed
      if (shape.items !== null) expect(amountsOf(record)).toEqual(trueAmounts(truth))
      expect([record.total, record.currency]).toEqual([truth.total, truth.currency])
      expect([record.status, record.statusUnknown ?? false]).toEqual([truth.status, false])
      expect(record.customer.email).toBe(truth.customer.email)
      // Some clocks show no fractions of a second.
      expect(record.createdAt.slice(0, 19)).toBe(new Date(truth.createdAt).toISOString().slice(0, 19))
    }
    // Before anybody has answered, an amount is right, or its order waits in quarantine, or nothing may be written yet.
    const first = proposed(documents, new Map())
    if (first.questions.some(({ isEssential }) => isEssential)) return
    for (const [i, parsed] of parsedBy(first, documents).entries()) {
      const truth = documents[i]?.truth
      if (parsed.ok) expect([parsed.record.total, parsed.record.currency]).toEqual([truth?.total, truth?.currency])
    }
  },
)
