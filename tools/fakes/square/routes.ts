import type { Call } from './call.ts'
import { batchRetrieveObjects, catalogInfo, listCatalog, retrieveObject, searchCatalog } from './endpoints/catalog.ts'
import { bulkRetrieveCustomers, searchCustomers } from './endpoints/customers.ts'
import { searchEvents } from './endpoints/events.ts'
import { retrieveChanges, retrieveCounts } from './endpoints/inventory.ts'
import { listLocations, listMerchants, retrieveMerchant } from './endpoints/locations.ts'
import { batchRetrieveOrders, retrieveOrder, searchOrders } from './endpoints/orders.ts'
import { getPayment, getRefund, listPayments, listRefunds } from './endpoints/payments.ts'
import { searchTeamMembers } from './endpoints/teamMembers.ts'
import { bulkRetrieveVendors, searchVendors } from './endpoints/vendors.ts'
import type { Members } from './records.ts'
import { Refusal } from './refusal.ts'

type Handler = (call: Call) => Members

/** The handlers of requests, by method and path. `*` stands for an id, and comes behind the paths that have none. */
const handlers: Readonly<Record<string, Handler>> = {
  'POST /v2/orders/search': searchOrders,
  'POST /v2/orders/batch-retrieve': batchRetrieveOrders,
  'GET /v2/orders/*': retrieveOrder,
  'POST /v2/catalog/search': searchCatalog,
  'GET /v2/catalog/list': listCatalog,
  'GET /v2/catalog/info': catalogInfo,
  'POST /v2/catalog/batch-retrieve': batchRetrieveObjects,
  'GET /v2/catalog/object/*': retrieveObject,
  'POST /v2/inventory/counts/batch-retrieve': retrieveCounts,
  'POST /v2/inventory/changes/batch-retrieve': retrieveChanges,
  'GET /v2/payments': listPayments,
  'GET /v2/payments/*': getPayment,
  'GET /v2/refunds': listRefunds,
  'GET /v2/refunds/*': getRefund,
  'POST /v2/vendors/search': searchVendors,
  'POST /v2/vendors/bulk-retrieve': bulkRetrieveVendors,
  'GET /v2/locations': listLocations,
  'GET /v2/merchants': listMerchants,
  'GET /v2/merchants/*': retrieveMerchant,
  'POST /v2/customers/search': searchCustomers,
  'POST /v2/customers/bulk-retrieve': bulkRetrieveCustomers,
  'POST /v2/team-members/search': searchTeamMembers,
  'POST /v2/events': searchEvents,
}

/** Finds what answers a request, and the id in its path. Throws a Refusal where nothing does. */
export function routeOf(method: string, path: string): { readonly handler: Handler; readonly id: string } {
  const exact = handlers[`${method} ${path}`]
  if (exact !== undefined) return { handler: exact, id: '' }
  const [, parent = '', id = ''] = /^(.+)\/([^/]+)$/.exec(path) ?? []
  const handler = handlers[`${method} ${parent}/*`]
  if (handler === undefined) {
    const error = { category: 'INVALID_REQUEST_ERROR', code: 'NOT_FOUND', detail: 'There is no such path and method.' }
    throw new Refusal(404, [error])
  }
  return { handler, id: decodeURIComponent(id) }
}
