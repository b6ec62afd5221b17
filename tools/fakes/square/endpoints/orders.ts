import { z } from 'zod'

import { askingOf, type Call } from '../call.ts'
import { pageOf } from '../paging.ts'
import { restOf, shown, type FakeRecord, type Members, type TimeField } from '../records.ts'
import { invalid, notFound, refusalOf } from '../refusal.ts'
import { bodyOf, isAscending, queryOf, rangeOf, timeRangeSchema } from '../requests.ts'

const states = ['OPEN', 'COMPLETED', 'CANCELED', 'DRAFT'] as const
const fields = ['CREATED_AT', 'UPDATED_AT', 'CLOSED_AT'] as const
const listSchema = z.array(z.string())

const searchSchema = z.strictObject({
  location_ids: listSchema.min(1).max(10),
  cursor: z.string().optional(),
  limit: z.int().min(1).max(1000).default(500),
  return_entries: z.boolean().optional(),
  query: z
    .strictObject({
      filter: z
        .strictObject({
          state_filter: z.strictObject({ states: z.array(z.enum(states)) }).nullish(),
          date_time_filter: z
            .strictObject({
              created_at: timeRangeSchema.nullish(),
              updated_at: timeRangeSchema.nullish(),
              closed_at: timeRangeSchema.nullish(),
            })
            .nullish(),
          fulfillment_filter: z
            .strictObject({ fulfillment_types: listSchema.nullish(), fulfillment_states: listSchema.nullish() })
            .nullish(),
          source_filter: z.strictObject({ source_names: listSchema.nullish() }).nullish(),
          customer_filter: z.strictObject({ customer_ids: listSchema.nullish() }).nullish(),
        })
        .nullish(),
      // The original takes a misspelt `sort_order` without a word.
      sort: z.looseObject({ sort_field: z.enum(fields), sort_order: z.unknown().optional() }).nullish(),
    })
    .optional(),
})
type Search = z.infer<typeof searchSchema>
type Filter = NonNullable<NonNullable<Search['query']>['filter']>

export function searchOrders(call: Call): Members {
  const { merchant, request, fault } = call
  const search = bodyOf(request, searchSchema)
  for (const id of search.location_ids) {
    // Told only that a strange location is refused, and not how.
    if (!merchant.locations.has(id)) throw refusalOf(403, { detail: `There is no location ${id.slice(0, 40)}.` })
  }
  const { field, range } = filteredTime(search)
  const isDescending = !isAscending(search.query?.sort?.sort_order) || fault?.kind === 'ignoredSort'
  const passes = testOf(search)
  const { rows, cursor } = pageOf(askingOf(call, search), search.limit, function* (after, startedMs) {
    for (const row of merchant.orders.range(field, rangeOf(range, startedMs), isDescending, after)) {
      if (passes(row.record)) yield row
    }
  })
  if (search.return_entries === true) return { order_entries: rows.map(entryOf), ...cursor }
  return { orders: rows.map((order) => shown(order, 'state')), ...cursor }
}

/** The time that a search filters and sorts by. */
function filteredTime({ query }: Search) {
  const named = Object.entries(query?.filter?.date_time_filter ?? {}).filter(([, range]) => range !== null)
  if (named.length > 1) throw invalid('BAD_REQUEST', 'Only one time range can be filtered for.', 'query.filter')
  const sorted = query?.sort?.sort_field ?? 'CREATED_AT'
  const [name, range] = named[0] ?? []
  if (name !== undefined && name.toUpperCase() !== sorted) {
    throw invalid('BAD_REQUEST', 'sort_field must be the field that is filtered for.', 'query.sort.sort_field')
  }
  return { field: timeFieldOf[sorted], range }
}

const timeFieldOf = {
  CREATED_AT: 'createdMs',
  UPDATED_AT: 'updatedMs',
  CLOSED_AT: 'closedMs',
} as const satisfies Record<string, TimeField>

function testOf({ location_ids, query }: Search): (order: FakeRecord) => boolean {
  const filter: Filter = query?.filter ?? {}
  const wantedStates: readonly string[] | undefined = filter.state_filter?.states
  const tests: ((order: FakeRecord) => boolean)[] = [({ locationId = '' }) => location_ids.includes(locationId)]
  if (wantedStates !== undefined) tests.push(({ state = '' }) => wantedStates.includes(state))
  const ofRest = testsOfRest(filter)
  if (ofRest.length > 0) tests.push((order) => ofRest.every((test) => test(restOf(order))))
  return (order) => tests.every((test) => test(order))
}

type RestTest = (rest: Members) => boolean

function testsOfRest({ fulfillment_filter, source_filter, customer_filter }: Filter): RestTest[] {
  return [
    ...hasOneOf(fulfillment_filter?.fulfillment_types, (rest) => fulfillmentsOf(rest).map(({ type }) => type)),
    ...hasOneOf(fulfillment_filter?.fulfillment_states, (rest) => fulfillmentsOf(rest).map(({ state }) => state)),
    ...hasOneOf(source_filter?.source_names, ({ source }) => [(source as Members | undefined)?.name]),
    ...hasOneOf(customer_filter?.customer_ids, ({ customer_id }) => [customer_id]),
  ]
}

/** The test of a filter, or none where it is absent. */
function hasOneOf(
  wanted: readonly string[] | null | undefined,
  valuesOf: (rest: Members) => readonly unknown[],
): RestTest[] {
  return wanted ? [(rest) => valuesOf(rest).some((value) => wanted.includes(String(value)))] : []
}

const fulfillmentsOf = ({ fulfillments }: Members): readonly Members[] => (fulfillments ?? []) as readonly Members[]

function entryOf(order: FakeRecord): Members {
  const { version } = restOf(order)
  return { order_id: order.id, location_id: order.locationId, ...(version !== undefined && { version }) }
}

const batchSchema = z.strictObject({ order_ids: listSchema.min(1).max(100), location_id: z.string().nullish() })

/** Orders that are not there are left out. */
export function batchRetrieveOrders({ merchant, request }: Call): Members {
  const { order_ids, location_id } = bodyOf(request, batchSchema)
  const found = order_ids.flatMap((id) => merchant.orders.lookUp(id) ?? [])
  const wanted = found.filter(({ locationId }) => location_id == null || locationId === location_id)
  return { orders: wanted.map((order) => shown(order, 'state')) }
}

export function retrieveOrder({ merchant, request, id }: Call): Members {
  queryOf(request, z.strictObject({}))
  const order = merchant.orders.lookUp(id)
  if (order === undefined) throw notFound('The order')
  return { order: shown(order, 'state') }
}
