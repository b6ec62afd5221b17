import { describe, expect, it } from 'vitest'

import { propose, type Proposal } from '../../../cli/inspect/propose.ts'
import type { SampledDocument } from '../../../cli/inspect/sampled.ts'
import { tryOut, type TryOut } from '../../../cli/inspect/tryOut.ts'
import type { Order } from '../../../functions/src/contract/order.ts'
import { Firestore } from '../../../functions/src/lib/firestore/firestore.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { createOrderSource } from '../../../functions/src/sources/firestore/orderSource.ts'
import { ordersAs } from '../../harness/orderSettings.ts'
import { shopsByLayout } from './shapes/layouts.ts'
import { sampleOf, type ShopShape, type WantedOrder } from './shapes/shape.ts'
import { shopsByValues } from './shapes/values.ts'

const db = new Firestore({ projectId: 'demo-shapes' })

function inspect(
  documents: readonly SampledDocument[],
  collection: string,
  answers: Readonly<Record<string, string>>,
): { proposal: Proposal; tried: TryOut } {
  const proposal = propose(documents, { collection, defaultCurrency: null, answers: new Map(Object.entries(answers)) })
  const config = readFirestoreSourceConfig({ orders: ordersAs(proposal.orders), changeFeed: true })
  return { proposal, tried: tryOut(documents, collection, createOrderSource(db, config)) }
}

/** The parts of an order that a wanted one names. */
function likeWanted(order: Order | undefined, want: WantedOrder): WantedOrder {
  const { lineItems, customer, ...rest } = order ?? {}
  const own: Record<string, unknown> = { ...rest }
  const shown = Object.fromEntries(Object.keys(want).map((key) => [key, own[key]]))
  return {
    ...shown,
    ...(want.items && {
      items: lineItems?.map(({ name, sku, quantity, unitPrice }) => [name || (sku ?? ''), quantity, unitPrice]),
    }),
    ...(want.customer && {
      customer: Object.fromEntries(Object.keys(want.customer).map((key) => [key, Object(customer)[key]])),
    }),
  }
}

describe.each<[string, ShopShape]>(Object.entries({ ...shopsByLayout, ...shopsByValues }))(
  'a shop of shape %s',
  (_name, shape) => {
    const { documents, wanted } = sampleOf(shape, 90)

    it(`reads all documents right by the proposed settings: ${shape.about}`, () => {
      const { proposal, tried } = inspect(documents, shape.collection, shape.answers)
      expect(proposal.questions).toEqual([])
      expect(tried.quarantined).toEqual([])
      expect(tried.unknownStatuses).toEqual([])
      const bySource = tried.orders.map((order, n) => likeWanted(order, wanted[n] ?? {}))
      expect(bySource).toEqual(wanted)
    })

    it('gives each document an order of its own, and tells of nothing that cannot be read', () => {
      const { tried } = inspect(documents, shape.collection, shape.answers)
      expect(new Set(tried.orders.map(({ id }) => id)).size).toBe(documents.length)
      expect(tried.notices.filter((notice) => !/holds (no time|times)|time zone/.test(notice))).toEqual([])
    })

    it('asks for what its documents do not say, and for nothing else', () => {
      const { proposal } = inspect(documents, shape.collection, {})
      const asked = new Set(proposal.questions.map(({ key }) => key))
      expect([...asked].sort()).toEqual(Object.keys(shape.answers).sort())
    })
  },
)
