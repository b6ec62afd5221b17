import { z } from 'zod'

import { askingOf, type Call } from '../call.ts'
import { pageOf, sortedBy } from '../paging.ts'
import { restOf, shown, type Members } from '../records.ts'
import { bodyOf } from '../requests.ts'
import { creationOf, idsSchema, listed, nameOf, responsesOf, sortOrderSchema, statusSchema } from './listed.ts'

const searchVendorsSchema = z.strictObject({
  filter: z.strictObject({ name: z.array(z.string()).nullish(), status: z.array(statusSchema).nullish() }).optional(),
  sort: z.strictObject({ field: z.enum(['NAME', 'CREATED_AT']).nullish(), order: sortOrderSchema }).optional(),
  cursor: z.string().optional(),
})

/** The size of a page of vendors is not documented. */
const vendorsAPage = 100

export function searchVendors(call: Call): Members {
  const search = bodyOf(call.request, searchVendorsSchema)
  const { name: names, status: statuses } = search.filter ?? {}
  const found = listed(call.merchant.vendors).filter(
    (vendor) =>
      (names == null || names.includes(String(restOf(vendor).name))) &&
      (statuses == null || statuses.some((status) => status === vendor.state)),
  )
  const textOf = search.sort?.field === 'NAME' ? nameOf : creationOf
  const isDescending = search.sort?.order === 'DESC'
  const page = pageOf(askingOf(call, search), vendorsAPage, (after) => sortedBy(found, textOf, isDescending, after))
  return { vendors: page.rows.map((vendor) => shown(vendor, 'status')), ...page.cursor }
}

export function bulkRetrieveVendors({ merchant, request }: Call): Members {
  const { vendor_ids } = bodyOf(request, z.strictObject({ vendor_ids: idsSchema }))
  return { responses: responsesOf(merchant.vendors, 'vendor', vendor_ids) }
}
