import { z } from 'zod'

import { SourceError } from '../../lib/errors.ts'
import { instantFromParts, partsOf, type Instant } from '../../lib/instant.ts'
import type { SourceRecord } from '../../model/source.ts'
import type { CallApi } from '../vendor/api.ts'
import { idOf } from '../vendor/fields.ts'
import type { RangeRequest, RawRow, SearchPage, SortedList } from '../vendor/list.ts'

/** Two of the times that lists can be filtered by. */
export type TimeField = 'update_time' | 'create_time'

/** A list that the vendor searches: where it is, and how its filters are spelt. */
export interface Listing {
  readonly path: string
  /** The member of `data` that holds the rows. */
  readonly rows: string
  readonly idField: string
  readonly largestPage: number
  /** The name of the filter's upper end, and its distance below the exclusive end in seconds. */
  readonly upperEnd: { readonly suffix: 'lt' | 'le'; readonly below: 0 | 1 }
  /** True where the vendor sorts rows by time. */
  readonly sorts: boolean
}

/** A range is in seconds. */
export interface SearchRequest extends RangeRequest {
  readonly field: TimeField
}

/** Asks for one page of a list. */
export type AskPage = (request: SearchRequest) => Promise<SearchPage>

const dataSchema = z.looseObject({ next_page_token: z.string().nullish(), total_count: z.int().min(0).nullish() })

/**
 * The schema of a page of a list. Rows may be missing only where the answer counts none: one that was cut short is no empty page.
 */
export function pageSchema({ rows: member, idField }: Listing) {
  const row = z.record(z.string(), z.unknown()).refine((one) => idOf(one[idField]) !== null, 'has no id')
  return dataSchema.transform((data, context) => {
    const { next_page_token: nextToken, total_count: total, [member]: listed } = data
    const rows = z.array(row).safeParse(listed ?? (total === 0 ? [] : undefined))
    if (rows.success) return { rows: rows.data, nextToken: nextToken ?? '', total: total ?? null }
    const [issue] = rows.error.issues
    context.addIssue({ code: 'custom', path: [member, ...(issue?.path ?? [])], message: 'cannot be read' })
    return z.NEVER
  })
}

/** A search of a list by one time, ascending where the list can be sorted. A filter is always sent: an empty body is signed ambiguously. */
export function searchOf(call: CallApi, listing: Listing, filter: object = {}): AskPage {
  const schema = pageSchema(listing)
  const { suffix, below } = listing.upperEnd
  return async ({ field, range: { ge, lt }, token, size }) => {
    const most = Math.min(size, listing.largestPage)
    const { data, askedAt, calls, bytes } = await call({
      method: 'POST',
      path: listing.path,
      query: {
        page_size: String(most),
        ...(listing.sorts && { sort_field: field, sort_order: 'ASC' }),
        ...(token !== null && { page_token: token }),
      },
      body: { ...filter, ...(ge > 0 && { [`${field}_ge`]: ge }), [`${field}_${suffix}`]: lt - below },
      data: schema,
    })
    return { ...data, isFull: data.rows.length >= most, askedAt, calls, bytes }
  }
}

const lastSecond = 253_402_300_799

/** A time in seconds since 1970; null where the value is none: 0 is how an absent one is sent, too. */
export function secondsOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= lastSecond ? value : null
}

export function instantOfSeconds(seconds: number): Instant {
  return instantFromParts(seconds, 0)
}

/** The first whole second at or behind a moment: what changed in it or later changed at that moment or later. */
export function secondFrom(at: Instant): number {
  const { seconds, nanoseconds } = partsOf(at)
  return nanoseconds > 0 ? seconds + 1 : seconds
}

/** The first whole second behind a moment: the exclusive end of all that changed at it or earlier. */
export function secondBehind(at: Instant): number {
  return partsOf(at).seconds + 1
}

/** A list in the order of one of its times, for it to be walked. */
export function sortedList(ask: AskPage, { idField }: Pick<Listing, 'idField'>, field: TimeField): SortedList {
  return {
    vendor: 'TikTok Shop',
    ask: (request) => ask({ ...request, field }),
    // A search has no row without an id.
    placeOf: (row) => ({ id: idOf(row[idField]) ?? '', at: secondsOf(row[field]) }),
    isByTime: false,
  }
}

/**
 * A row as a record. Its version is the time of its change: two states within one second have one version, and the one that was read
 * later counts (`docs/decisions/tiktok-shop.md`).
 */
export function recordOf(row: RawRow, { idField }: Pick<Listing, 'idField'>, readTime: Instant): SourceRecord {
  const sourceId = idOf(row[idField])
  if (sourceId === null) throw new SourceError('TikTok Shop sent a record without an id.', { retryable: true })
  const updated = secondsOf(row.update_time)
  const version = updated ?? secondsOf(row.create_time) ?? 0
  return {
    sourceId,
    changedAt: updated === null ? null : instantOfSeconds(updated),
    version: instantOfSeconds(version),
    readTime,
    raw: row,
  }
}
