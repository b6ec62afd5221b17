import { z } from 'zod'

import { askingOf, type Call } from '../call.ts'
import { pageOf } from '../paging.ts'
import { restOf, shown, type FakeRecord, type Members, type Records } from '../records.ts'
import { invalid, notFound, refusalOf } from '../refusal.ts'
import { isAscending, limitSchema, queryOf, timeSchema } from '../requests.ts'

const commonSchema = {
  begin_time: timeSchema.optional(),
  end_time: timeSchema.optional(),
  updated_at_begin_time: timeSchema.optional(),
  updated_at_end_time: timeSchema.optional(),
  sort_field: z.enum(['CREATED_AT', 'UPDATED_AT']).default('CREATED_AT'),
  sort_order: z.string().optional(),
  location_id: z.string().optional(),
  cursor: z.string().optional(),
  limit: limitSchema.optional(),
}
const listPaymentsSchema = z.strictObject({
  ...commonSchema,
  total: limitSchema.optional(),
  last_4: z.string().optional(),
  card_brand: z.string().optional(),
})
const listRefundsSchema = z.strictObject({
  ...commonSchema,
  status: z.string().optional(),
  source_type: z.string().optional(),
})
type Common = z.infer<z.ZodObject<typeof commonSchema>>

/** The largest page, and the default: a larger limit is ignored. */
const largestPage = 100
const yearMs = 365 * 86_400_000

/** The payments of a location, by default of the main one, and created within a year before now. */
export function listPayments(call: Call): Members {
  const query = queryOf(call.request, listPaymentsSchema)
  const { location_id = call.merchant.mainLocationId, total, last_4, card_brand } = query
  const isWanted = (payment: FakeRecord): boolean => {
    if (total === undefined && last_4 === undefined && card_brand === undefined) return true
    const { total_money, card_details } = restOf(payment) as Partial<Record<string, Members>>
    const card = card_details?.card as Members | undefined
    return (
      (total === undefined || total_money?.amount === total) &&
      (last_4 === undefined || card?.last_4 === last_4) &&
      (card_brand === undefined || card?.card_brand === card_brand)
    )
  }
  const { rows, cursor } = pageWithin(call, call.merchant.payments, { ...query, location_id }, isWanted)
  return { payments: rows.map((payment) => shown(payment, 'status')), ...cursor }
}

/** The refunds of a location, by default of all, and created within a year before now. */
export function listRefunds(call: Call): Members {
  const query = queryOf(call.request, listRefundsSchema)
  const { status, source_type } = query
  const isWanted = (refund: FakeRecord): boolean =>
    (status === undefined || refund.state === status) &&
    (source_type === undefined || restOf(refund).destination_type === source_type)
  const { rows, cursor } = pageWithin(call, call.merchant.refunds, query, isWanted)
  return { refunds: rows.map((refund) => shown(refund, 'status')), ...cursor }
}

function pageWithin(call: Call, records: Records, query: Common, isWanted: (record: FakeRecord) => boolean) {
  const { merchant, fault } = call
  const { location_id, sort_field, sort_order, limit = largestPage } = query
  if (location_id !== undefined && !merchant.locations.has(location_id)) {
    throw refusalOf(403, { detail: `There is no location ${location_id.slice(0, 40)}.` })
  }
  const isByUpdate = query.updated_at_begin_time !== undefined || query.updated_at_end_time !== undefined
  // Stricter than the original, which says it of orders alone.
  if (isByUpdate && sort_field !== 'UPDATED_AT') {
    throw invalid('BAD_REQUEST', 'sort_field must be UPDATED_AT where updates are filtered for.', 'sort_field')
  }
  const isDescending = !isAscending(sort_order) || fault?.kind === 'ignoredSort'
  const size = limit > 0 && limit <= largestPage ? limit : largestPage
  return pageOf(askingOf(call, query), size, function* (after, startedMs) {
    const created = { from: query.begin_time ?? startedMs - yearMs, to: query.end_time ?? startedMs }
    // The range of creation holds beside that of updates, its defaults included.
    const updated = { from: query.updated_at_begin_time ?? 0, to: query.updated_at_end_time ?? startedMs }
    const [field, range] =
      sort_field === 'UPDATED_AT' ? (['updatedMs', updated] as const) : (['createdMs', created] as const)
    for (const row of records.range(field, range, isDescending, after)) {
      const { createdMs, locationId } = row.record
      if (createdMs < created.from || createdMs > created.to) continue
      if (location_id !== undefined && locationId !== location_id) continue
      if (isWanted(row.record)) yield row
    }
  })
}

export function getPayment({ merchant, request, id }: Call): Members {
  queryOf(request, z.strictObject({}))
  const payment = merchant.payments.lookUp(id)
  if (payment === undefined) throw notFound('The payment')
  return { payment: shown(payment, 'status') }
}

export function getRefund({ merchant, request, id }: Call): Members {
  queryOf(request, z.strictObject({}))
  const refund = merchant.refunds.lookUp(id)
  if (refund === undefined) throw notFound('The refund')
  return { refund: shown(refund, 'status') }
}
