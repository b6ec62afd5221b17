/** The collections of a cache that is built anew, with the streams that have the same records. */
export const streamsOfTable = {
  locations: ['locations'],
  catalog: ['catalogItems', 'catalogVariations', 'catalogCategories'],
  counts: ['inventoryCounts'],
  vendors: ['vendors'],
  team: ['teamMembers'],
  customers: ['customers'],
  orders: ['orders'],
  payments: ['payments'],
  refunds: ['refunds'],
} as const
export type Table = keyof typeof streamsOfTable

/** A list of the vendor's as a program reads it that follows cursors. */
export interface VendorList {
  /** The collection that its records are written to. */
  readonly table: Table
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** The body of a POST, the query of a GET. */
  readonly asked: Readonly<Record<string, unknown>>
  /** The member of an answer that holds the records. */
  readonly member: string
}

const pageSize = 100
/** The most locations that a search for orders takes. */
const locationsAtOnce = 10
/** Lists of payments begin a year ago by default, whatever else is asked. */
const beginTime = '2010-01-01T00:00:00Z'

/** The list of locations, which others are asked for by. */
export const locationList = list('locations', 'GET', '/v2/locations', {}, 'locations')

/** Every other list of a merchant with these locations, a hundred records a page where the vendor lets one choose. */
export function vendorLists(locationIds: readonly string[]): VendorList[] {
  return [
    list('catalog', 'POST', '/v2/catalog/search', { object_types: catalogTypes, limit: pageSize }, 'objects'),
    list('counts', 'POST', '/v2/inventory/counts/batch-retrieve', { limit: pageSize }, 'counts'),
    list('vendors', 'POST', '/v2/vendors/search', vendorsAsked, 'vendors'),
    list('team', 'POST', '/v2/team-members/search', { limit: pageSize }, 'team_members'),
    list('customers', 'POST', '/v2/customers/search', { limit: pageSize }, 'customers'),
    ...lotsOf(locationIds).map((lot) =>
      list('orders', 'POST', '/v2/orders/search', { location_ids: lot, limit: pageSize }, 'orders'),
    ),
    ...locationIds.map((location_id) =>
      list('payments', 'GET', '/v2/payments', { location_id, begin_time: beginTime, limit: pageSize }, 'payments'),
    ),
    list('refunds', 'GET', '/v2/refunds', { begin_time: beginTime, limit: pageSize }, 'refunds'),
  ]
}

const catalogTypes = ['ITEM', 'ITEM_VARIATION', 'CATEGORY'] as const
const vendorsAsked = { filter: { status: ['ACTIVE', 'INACTIVE'] } } as const

function list(
  table: Table,
  method: VendorList['method'],
  path: string,
  asked: VendorList['asked'],
  member: string,
): VendorList {
  return { table, method, path, asked, member }
}

function lotsOf(ids: readonly string[]): string[][] {
  const lots = Math.ceil(ids.length / locationsAtOnce)
  return Array.from({ length: lots }, (_, i) => ids.slice(i * locationsAtOnce, (i + 1) * locationsAtOnce))
}
