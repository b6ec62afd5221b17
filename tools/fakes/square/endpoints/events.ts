import { z } from 'zod'

import { askingOf, type Call } from '../call.ts'
import type { FakeEvent } from '../events.ts'
import { pageOf, sortedBy } from '../paging.ts'
import type { Members } from '../records.ts'
import { bodyOf, rangeOf, timeRangeSchema } from '../requests.ts'
import { timeText } from '../times.ts'

const listSchema = z.array(z.string()).nullish()
const searchSchema = z.strictObject({
  cursor: z.string().max(256).optional(),
  limit: z.int().min(1).max(100).default(100),
  query: z
    .strictObject({
      filter: z
        .strictObject({
          event_types: listSchema,
          merchant_ids: listSchema,
          location_ids: listSchema,
          created_at: timeRangeSchema.nullish(),
        })
        .nullish(),
      sort: z
        .strictObject({ field: z.enum(['DEFAULT']).nullish(), order: z.enum(['ASC', 'DESC']).nullish() })
        .nullish(),
    })
    .optional(),
})

/** The time for which events can be had. */
const keptMs = 28 * 86_400_000

/** A filter that is empty or absent lets everything pass. */
function isOneOf(wanted: readonly string[] | null | undefined, value = ''): boolean {
  return wanted == null || wanted.length === 0 || wanted.includes(value)
}

const numberOf = ({ number }: FakeEvent): string => String(number).padStart(10, '0')

/** The events of the last 28 days, newest first where nothing else is asked for. */
export function searchEvents(call: Call): Members {
  const { merchant, nowMs, apiVersion } = call
  const search = bodyOf(call.request, searchSchema)
  const { event_types, merchant_ids, location_ids, created_at } = search.query?.filter ?? {}
  const { from, to } = rangeOf(created_at, nowMs)
  const found = merchant.events.all.filter(
    ({ type, createdMs, locationId }) =>
      createdMs >= Math.max(from, nowMs - keptMs) &&
      createdMs <= to &&
      isOneOf(event_types, type) &&
      isOneOf(merchant_ids, merchant.id) &&
      isOneOf(location_ids, locationId),
  )
  const isDescending = search.query?.sort?.order !== 'ASC'
  const page = pageOf(askingOf(call, search), search.limit, (after) => sortedBy(found, numberOf, isDescending, after))
  return {
    events: page.rows.map((event) => shownEvent(merchant.id, event)),
    metadata: page.rows.map(({ id }) => ({ event_id: id, api_version: apiVersion })),
    ...page.cursor,
  }
}

/** An event as it is sent, here and to webhooks. */
export function shownEvent(merchantId: string, { type, id, createdMs, locationId, data }: FakeEvent): Members {
  return {
    merchant_id: merchantId,
    ...(locationId !== undefined && { location_id: locationId }),
    type,
    event_id: id,
    created_at: timeText(createdMs),
    data,
  }
}
