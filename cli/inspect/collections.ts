import { nameScore, type RoleNames } from './names.ts'
import { findAll } from './findings.ts'
import type { SampledDocument } from './sampled.ts'

/** A collection that may hold the orders. */
export interface CollectionCandidate {
  /** The path as settings write it: `orders`, `users/{uid}/orders`. */
  readonly collection: string
  /** The likeness to a collection of orders, from 0 to about 100. */
  readonly score: number
  /** The reasons for its score, as people read them. */
  readonly found: readonly string[]
}

const orderCollections: RoleNames = {
  names: [
    [100, 'orders,order,bestellungen,bestellung,auftraege,pedidos,pedido,ordenes,orden,encomendas,commandes,commande,ordini,ordine,bestellingen,bestelling,pesanan,siparisler,siparis,don hang'],
    [60, 'purchases,sales,checkouts,invoices,transactions,shop orders,ventas,vendas,ventes,vendite'],
  ],
  not: 'cache log logs archive backup test status templates',
} // prettier-ignore

/** Scores a collection by its name and a few of its documents: the more it looks like one of orders, the higher. */
export function judgeCollection(collection: string, sample: readonly SampledDocument[]): CollectionCandidate {
  const name = nameScore([collection.slice(collection.lastIndexOf('/') + 1)], orderCollections)
  if (sample.length === 0) return { collection, score: 0, found: [] }
  const { totals, items, status, times, fields } = findAll(sample)
  const signs: [string, number, boolean][] = [
    ['a name for orders', 40 * (name / 100), name > 0],
    ['amounts', 15, totals.length > 0],
    ['items', 20, items !== null && Object.keys(items.fields).length > 0],
    ['a status', 15, status.kind !== 'none'],
    ['a creation time', 5, times.createdAt !== null],
    ['a customer', 5, ['id', 'name', 'email'].some((part) => `customer.${part}` in fields)],
  ]
  const present = signs.filter(([, , isThere]) => isThere)
  return {
    collection,
    score: Math.round(present.reduce((sum, [, points]) => sum + points, 0)),
    found: present.map(([sign]) => sign),
  }
}

/** The candidates that may hold the orders, the likeliest first, and whether the first stands out. */
export function likelyOrders(candidates: readonly CollectionCandidate[]): {
  likely: CollectionCandidate[]
  isSure: boolean
} {
  const likely = candidates.filter(({ score }) => score >= 45).sort((a, b) => b.score - a.score)
  const [first, second] = likely
  return { likely, isSure: first !== undefined && first.score >= 60 && first.score - (second?.score ?? 0) >= 20 }
}
