import { z } from 'zod'

import { askingOf, type Call } from '../call.ts'
import { pageOf } from '../paging.ts'
import { restOf, type FakeRecord, type Members } from '../records.ts'
import { bodyOf, timeSchema } from '../requests.ts'

const idsSchema = z.array(z.string()).max(1000).nullish()
const commonSchema = {
  catalog_object_ids: idsSchema,
  location_ids: idsSchema,
  states: z.array(z.string()).nullish(),
  updated_after: timeSchema.nullish(),
  cursor: z.string().nullish(),
  // Its default is not documented.
  limit: z.int().min(1).max(1000).nullish(),
}
const countsSchema = z.strictObject(commonSchema)
const changesSchema = z.strictObject({
  ...commonSchema,
  types: z.array(z.enum(['PHYSICAL_COUNT', 'ADJUSTMENT', 'TRANSFER'])).nullish(),
  updated_before: timeSchema.nullish(),
})

const defaultLimit = 100

/** A filter that is empty or absent lets everything pass. */
function isOneOf(wanted: readonly string[] | null | undefined, values: readonly unknown[]): boolean {
  return wanted == null || wanted.length === 0 || values.some((value) => wanted.includes(String(value)))
}

/** The counts that were calculated after a time, newest first. */
export function retrieveCounts(call: Call): Members {
  const query = bodyOf(call.request, countsSchema)
  const isWanted = ({ locationId, state, rest }: FakeRecord): boolean =>
    isOneOf(query.location_ids, [locationId]) &&
    isOneOf(query.states, [state]) &&
    isOneOf(query.catalog_object_ids, [(rest as Members).catalog_object_id])
  const { rows, cursor } = pageOf(askingOf(call, query), query.limit ?? defaultLimit, function* (after, startedMs) {
    const range = { from: query.updated_after == null ? 0 : query.updated_after + 1, to: startedMs }
    for (const row of call.merchant.inventory.counts.range('updatedMs', range, true, after)) {
      if (isWanted(row.record)) yield row
    }
  })
  return { counts: rows.map(restOf), ...cursor }
}

/** The changes that were made after a time and before another, oldest first. */
export function retrieveChanges(call: Call): Members {
  const query = bodyOf(call.request, changesSchema)
  const isWanted = ({ locationId, rest }: FakeRecord): boolean => {
    const { type, physical_count, adjustment } = rest as Readonly<Record<string, Members | undefined>>
    const { catalog_object_id, state, from_state, to_state } = physical_count ?? adjustment ?? {}
    return (
      isOneOf(query.location_ids, [locationId]) &&
      isOneOf(query.types, [type]) &&
      isOneOf(query.states, [state, from_state, to_state]) &&
      isOneOf(query.catalog_object_ids, [catalog_object_id])
    )
  }
  const { rows, cursor } = pageOf(askingOf(call, query), query.limit ?? defaultLimit, function* (after, startedMs) {
    const range = {
      from: query.updated_after == null ? 0 : query.updated_after + 1,
      to: query.updated_before == null ? startedMs : query.updated_before - 1,
    }
    for (const row of call.merchant.inventory.changes.range('updatedMs', range, false, after)) {
      if (isWanted(row.record)) yield row
    }
  })
  return { changes: rows.map(restOf), ...cursor }
}
