import { z } from 'zod'

import { askingOf, type Call } from '../call.ts'
import { pageOf, sortedBy } from '../paging.ts'
import { restOf, shown, type FakeRecord, type Members } from '../records.ts'
import { bodyOf, timeRangeSchema } from '../requests.ts'
import { creationOf, idsSchema, listed, nameOf, responsesOf, sortOrderSchema } from './listed.ts'

const sourceFilterSchema = z.strictObject({
  values: z.array(z.string()).nullish(),
  rule: z.enum(['INCLUDE', 'EXCLUDE']).nullish(),
})
const exactSchema = z.strictObject({ exact: z.string().nullish() })
const searchCustomersSchema = z.strictObject({
  cursor: z.string().optional(),
  limit: z.int().min(1).max(100).default(100),
  count: z.boolean().optional(),
  query: z
    .strictObject({
      filter: z
        .strictObject({
          created_at: timeRangeSchema.nullish(),
          updated_at: timeRangeSchema.nullish(),
          creation_source: sourceFilterSchema.nullish(),
          email_address: exactSchema.nullish(),
          reference_id: exactSchema.nullish(),
        })
        .nullish(),
      sort: z.strictObject({ field: z.enum(['DEFAULT', 'CREATED_AT']).nullish(), order: sortOrderSchema }).nullish(),
    })
    .optional(),
})

function isWithin(ms: number, range: z.infer<typeof timeRangeSchema> | null | undefined): boolean {
  return ms >= (range?.start_at ?? 0) && ms <= (range?.end_at ?? ms)
}

function isOfSource(customer: FakeRecord, sources: readonly string[]): boolean {
  return sources.includes(String(restOf(customer).creation_source))
}

/** Customers by name, or by creation; of the filters those that a sync may want. */
export function searchCustomers(call: Call): Members {
  const search = bodyOf(call.request, searchCustomersSchema)
  const { created_at, updated_at, creation_source: source, email_address, reference_id } = search.query?.filter ?? {}
  const found = listed(call.merchant.customers).filter(
    (customer) =>
      isWithin(customer.createdMs, created_at) &&
      isWithin(customer.updatedMs, updated_at) &&
      (source?.values == null || isOfSource(customer, source.values) === (source.rule !== 'EXCLUDE')) &&
      (email_address?.exact == null || restOf(customer).email_address === email_address.exact) &&
      (reference_id?.exact == null || restOf(customer).reference_id === reference_id.exact),
  )
  const sort = search.query?.sort
  const textOf = sort?.field === 'CREATED_AT' ? creationOf : nameOf
  const isDescending = sort?.order === 'DESC'
  const page = pageOf(askingOf(call, search), search.limit, (after) => sortedBy(found, textOf, isDescending, after))
  return {
    customers: page.rows.map((customer) => shown(customer, 'status')),
    ...page.cursor,
    ...(search.count === true && { count: found.length }),
  }
}

export function bulkRetrieveCustomers({ merchant, request }: Call): Members {
  const { customer_ids } = bodyOf(request, z.strictObject({ customer_ids: idsSchema }))
  return { responses: responsesOf(merchant.customers, 'customer', customer_ids) }
}
