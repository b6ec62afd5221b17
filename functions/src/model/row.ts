import type { Order, OrderStatus, SourceName } from './order.ts'

/** How a column is stored and what it can answer. `category` columns have few words, each stored once. */
export interface Column {
  readonly name: string
  readonly kind: 'text' | 'category' | 'integer' | 'number' | 'time' | 'flag'
  /** A range column: its least and greatest value stand in a segment's zone map. */
  readonly range?: true
  /** A facet: its values are counted in the zone map and in the head. */
  readonly facet?: true
}

/**
 * What a list row of the `orders` stream holds beside its key (createdAt, id) and its sync fields. Segments, zone maps and
 * queries work from this declaration; a change of it is a change of the encoding (`cacheEncoding` in cache/codec.ts).
 */
export const orderColumns = [
  { name: 'source', kind: 'category', facet: true },
  { name: 'orderNumber', kind: 'text' },
  { name: 'status', kind: 'category', facet: true },
  { name: 'sourceStatus', kind: 'category' },
  { name: 'statusUnknown', kind: 'flag' },
  { name: 'currency', kind: 'category', facet: true },
  { name: 'total', kind: 'integer', range: true },
  { name: 'subtotal', kind: 'integer' },
  { name: 'tax', kind: 'integer' },
  { name: 'shipping', kind: 'integer' },
  { name: 'discount', kind: 'integer' },
  { name: 'customerId', kind: 'text' },
  { name: 'customerName', kind: 'text' },
  { name: 'customerEmail', kind: 'text' },
  { name: 'customerPhone', kind: 'text' },
  { name: 'itemCount', kind: 'number' },
  { name: 'updatedAt', kind: 'time', range: true },
  { name: 'skus', kind: 'text' },
] as const satisfies readonly Column[]

export const facetNames = ['status', 'source', 'currency'] as const
export type FacetName = (typeof facetNames)[number]

/**
 * A list row as segments and the head hold it: an order without line items, address and payload. Times are milliseconds
 * since 1970. `version` and `hash` say which state of the source it shows; `deleted` marks a tombstone, which no query shows
 * and no count includes.
 */
export interface Row {
  readonly id: string
  readonly createdAt: number
  readonly version: string
  /** 64 bits as 16 hexadecimal digits, over the document as it is written. */
  readonly hash: string
  readonly deleted: boolean
  readonly source: SourceName
  /** What follows the first colon of `id`; not stored. */
  readonly sourceId: string
  readonly orderNumber: string
  readonly status: OrderStatus
  readonly sourceStatus: string
  /** No canonical status stands for the source's word. */
  readonly statusUnknown: boolean
  readonly currency: string
  readonly total: number
  readonly subtotal: number
  readonly tax: number
  readonly shipping: number
  readonly discount: number
  readonly customerId: string | null
  readonly customerName: string | null
  readonly customerEmail: string | null
  readonly customerPhone: string | null
  readonly itemCount: number
  readonly updatedAt: number
  /** The distinct SKUs, joined by line feeds: searched, never returned. */
  readonly skus: string
}

/** SKUs beyond this many characters of a row are not searched: one order must not fill a segment. */
const skuCharacters = 8_000

/** The list row of an order in the state that `version` and `hash` name. */
export function rowOf(order: Order, version: string, hash: string): Row {
  const skus = [...new Set(order.lineItems.flatMap((item) => item.sku?.replaceAll('\n', ' ') ?? []))].join('\n')
  return {
    id: order.id,
    createdAt: Date.parse(order.createdAt),
    version,
    hash,
    deleted: false,
    source: order.source,
    sourceId: order.sourceId,
    orderNumber: order.orderNumber,
    status: order.status,
    sourceStatus: order.sourceStatus,
    statusUnknown: order.statusUnknown === true,
    currency: order.currency,
    total: order.total,
    subtotal: order.subtotal,
    tax: order.tax,
    shipping: order.shipping,
    discount: order.discount,
    customerId: order.customer.id ?? null,
    customerName: order.customer.name ?? null,
    customerEmail: order.customer.email ?? null,
    customerPhone: order.customer.phone ?? null,
    itemCount: order.itemCount,
    updatedAt: Date.parse(order.updatedAt),
    skus: skus.slice(0, skuCharacters),
  }
}

/**
 * What a deletion leaves of a row: its key, the version that proved the absence and, as `updatedAt`, when that was
 * (milliseconds); no personal data.
 */
export function tombstoneOf(row: Row, version: string, deletedAt: number): Row {
  return {
    ...row,
    version,
    updatedAt: deletedAt,
    hash: '0'.repeat(16),
    deleted: true,
    orderNumber: '',
    customerId: null,
    customerName: null,
    customerEmail: null,
    customerPhone: null,
    skus: '',
  }
}

/** Where a row stands in the order of segments. */
export interface RowKey {
  readonly createdAt: number
  readonly id: string
}

/** Ascending by (createdAt, id); ids compare by UTF-16 code units, as everywhere. */
export function compareKeys(a: RowKey, b: RowKey): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
