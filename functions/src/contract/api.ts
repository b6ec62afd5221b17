import { z } from 'zod'

import type { Freshness } from '../contract/freshness.ts'
import {
  customerSchema,
  orderSchema,
  orderStatuses,
  sourceNames,
  type Order,
  type OrderStatus,
  type SourceName,
} from './order.ts'
import { isTimeZone } from './timeZone.ts'

/*
 * The public contract: what callers send and what they get. The admin page imports these types, so this file imports
 * nothing that a browser cannot load.
 */

/** To the nanosecond and with an offset, a time has 35 characters. */
const isoTime = z.iso.datetime({ offset: true }).max(40)
const nonEmpty = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(100)
const minorUnits = z.int()
const timeZone = z.string().refine(isTimeZone, 'must be an IANA time zone like Pacific/Auckland, or UTC')

export const filterSchema = z
  .strictObject({
    status: nonEmpty(z.enum(orderStatuses)).optional(),
    source: nonEmpty(z.enum(sourceNames)).optional(),
    currency: nonEmpty(z.string().regex(/^[A-Z]{3}$/, 'three capital letters (ISO 4217)')).optional(),
    createdFrom: isoTime.optional(),
    createdTo: isoTime.optional(),
    updatedFrom: isoTime.optional(),
    updatedTo: isoTime.optional(),
    totalMin: minorUnits.optional(),
    totalMax: minorUnits.optional(),
    search: z.string().min(1).max(200).optional(),
  })
  .superRefine((filter, context) => {
    const inverted = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (filter.createdFrom && filter.createdTo && Date.parse(filter.createdFrom) > Date.parse(filter.createdTo)) {
      inverted('createdTo', 'must not be before createdFrom')
    }
    if (filter.updatedFrom && filter.updatedTo && Date.parse(filter.updatedFrom) > Date.parse(filter.updatedTo)) {
      inverted('updatedTo', 'must not be before updatedFrom')
    }
    if (filter.totalMin !== undefined && filter.totalMax !== undefined && filter.totalMin > filter.totalMax) {
      inverted('totalMax', 'must not be less than totalMin')
    }
  })
export type Filter = z.infer<typeof filterSchema>

export const sortFields = ['createdAt', 'updatedAt', 'total', 'customer', 'status', 'orderNumber'] as const
export type SortField = (typeof sortFields)[number]

export const sortSchema = z.strictObject({
  field: z.enum(sortFields),
  direction: z.enum(['asc', 'desc']),
})
export type Sort = z.infer<typeof sortSchema>

export const listOrdersRequestSchema = z.strictObject({
  filter: filterSchema.optional(),
  sort: sortSchema.optional(),
  limit: z.int().min(1).max(200).optional(),
  cursor: z.string().min(1).max(4_000).optional(),
  facets: z.boolean().optional(),
})
export type ListOrdersRequest = z.infer<typeof listOrdersRequestSchema>

/**
 * An order as a list shows it. `statusUnknown` is there where the source's word for the status means nothing here: `status`
 * is then `processing`, and the order is in no revenue.
 */
export const orderRowSchema = orderSchema
  .omit({ lineItems: true, shippingAddress: true, refunded: true })
  .extend({ customer: customerSchema })
export type OrderRow = z.infer<typeof orderRowSchema>

export type Facets = Record<'status' | 'source' | 'currency', Record<string, number>>

/** The cost of an answer: documents read, segments among them, and its time in milliseconds. */
export interface PageMeta {
  readonly firestoreReads: number
  readonly segmentsRead: number
  readonly ms: number
}

export interface ListOrdersResponse extends Freshness {
  readonly orders: readonly OrderRow[]
  readonly total: number
  readonly nextCursor: string | null
  readonly facets?: Facets
  /** There where the cache is older than it should be: a run has been asked for, and the page is worth asking for again. */
  readonly revalidating?: true
  readonly meta: PageMeta
}

export const statsDimensions = ['day', 'week', 'month', 'status', 'source'] as const
export type StatsDimension = (typeof statsDimensions)[number]

export const orderStatsRequestSchema = z.strictObject({
  filter: filterSchema.optional(),
  by: z.enum(statsDimensions),
  /** True to count cancelled and refunded orders in the revenue; by default they are left out. */
  includeCancelled: z.boolean().optional(),
  /** Whose days, weeks and months are counted; the shop's by default. */
  timeZone: timeZone.optional(),
})
export type OrderStatsRequest = z.infer<typeof orderStatsRequestSchema>

export interface OrderStatsBucket {
  /** A day of the time zone `2026-11-20`, the Monday of an ISO week `2026-11-16`, a month `2026-11`, a status, or a source. */
  readonly bucket: string
  readonly currency: string
  /** Every order that passes the filter, whatever its status. */
  readonly count: number
  /**
   * How many of them have a status that nothing is known of (`statusUnknown`): a failed payment may be among them, so they are
   * in `count` and not in `revenue`.
   */
  readonly unmapped: number
  /**
   * How many of them are cancelled or refunded, and for that not in `revenue`: also where the filter asks for just those
   * statuses, so that revenue means the same whatever the filter. 0 with `includeCancelled`.
   */
  readonly leftOut: number
  /** The sum of `total` in minor units, over the `count - unmapped - leftOut` others. */
  readonly revenue: number
}

export interface OrderStatsResponse extends Freshness {
  readonly by: StatsDimension
  /** The zone whose days the buckets are. */
  readonly timeZone: string
  /** One for each bucket and currency that has orders, by bucket, then by currency, in the order of code units. */
  readonly buckets: readonly OrderStatsBucket[]
  readonly meta: PageMeta
}

export const exportFormats = ['csv', 'ndjson'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const exportOrdersRequestSchema = z.strictObject({
  filter: filterSchema.optional(),
  sort: sortSchema.optional(),
  format: z.enum(exportFormats),
  /** The zone in which CSV writes times, the shop's by default. NDJSON has them in UTC, as `listOrders` does. */
  timeZone: timeZone.optional(),
})
export type ExportOrdersRequest = z.infer<typeof exportOrdersRequestSchema>

/** A piece of the file; the pieces in their order are the file. */
export interface ExportOrdersChunk {
  readonly text: string
}

/** What follows the last piece: only with it is the file whole. */
export interface ExportOrdersResponse extends Freshness {
  readonly rows: number
}

export const getOrderRequestSchema = z.strictObject({
  id: z
    .string()
    .regex(new RegExp(`^(${sourceNames.join('|')}):[^/]+$`), 'must be "source:sourceId"')
    // Firestore's limit on the id of a document.
    .refine((id) => new TextEncoder().encode(id).length <= 1_500, 'must be at most 1500 bytes long'),
})
/** The whole order, with the source's own record as `payload` (absent where it was too large to keep). */
export type GetOrderResponse = Order & { readonly payload?: unknown; readonly payloadOmitted?: true }

/**
 * Why an order is not there: the `details` of the `not-found` that getOrder answers. They are left out where nothing is known
 * of the id. Times are ISO; `reason` names a field and what is wrong with it, and holds no value of the record.
 */
export const missingOrderSchema = z.discriminatedUnion('why', [
  z.object({ why: z.literal('quarantined'), reason: z.string(), quarantinedAt: z.string() }),
  /** `deletedAt` is the moment at which Tidemark found it gone; that is remembered for 30 days. */
  z.object({ why: z.literal('deleted'), deletedAt: z.string() }),
])
export type MissingOrder = z.infer<typeof missingOrderSchema>

export const runModes = ['incremental', 'full'] as const
export type RunMode = (typeof runModes)[number]

export const startSyncRequestSchema = z.strictObject({
  mode: z.enum(runModes),
  pipeline: z.string().min(1).max(100).optional(),
})
export type StartSyncRequest = z.infer<typeof startSyncRequestSchema>

/** No member is known: the request is the caller's right to see the status. */
export const emptyRequestSchema = z.strictObject({}).nullish()

export const runStatuses = ['succeeded', 'skipped', 'running', 'failed'] as const
export type RunStatus = (typeof runStatuses)[number]

export interface RunReport {
  readonly runId: string
  readonly pipeline: string
  readonly mode: RunMode
  readonly status: RunStatus
  readonly fetched: number
  readonly created: number
  readonly updated: number
  readonly deleted: number
  readonly unchanged: number
  readonly stale: number
  readonly quarantined: number
  readonly sourceCalls: number
  readonly firestoreReads: number
  readonly firestoreWrites: number
  readonly durationMs: number
  readonly watermark: { readonly at: string; readonly id: string } | null
  /** Set where the run looked at the orders of some statuses only: which, and how many of them it had no time for. */
  readonly partial?: { readonly status: readonly OrderStatus[]; readonly left: number }
  /**
   * Set where the run read recent records again, for changes that move no change time: from which creation time on (ISO), and
   * whether it got through them.
   */
  readonly recent?: { readonly createdFrom: string; readonly isComplete: boolean }
  readonly error?: string
}

/** A full run that was asked for: its figures are in the status, as they come. */
export interface StartedRun {
  readonly runId: string
  readonly pipeline: string
  readonly mode: RunMode
  readonly status: 'running'
}

export interface SyncOrdersResponse {
  readonly success: boolean
  readonly message: string
  /** Live orders in the cache, over all pipelines. */
  readonly totalOrders: number
  readonly runs: readonly RunReport[]
}

export interface ResyncOrdersResponse {
  readonly success: boolean
  readonly runs: readonly StartedRun[]
}

export interface StartSyncResponse {
  readonly runs: readonly (RunReport | StartedRun)[]
}

export interface FinishedRun extends RunReport {
  readonly startedAt: string
  readonly endedAt: string
}

/** The states of an account's authorization: `expiring` ends soon or is not renewed any more, `revoked` was taken back by its owner. */
export const authorizationStates = ['ok', 'expiring', 'expired', 'revoked'] as const
export type AuthorizationState = (typeof authorizationStates)[number]

/** The authorization of a pipeline's account at its vendor. `endsAt` is when it ends unless it is given anew; null: not known. */
export interface AuthorizationStatus {
  readonly state: AuthorizationState
  readonly endsAt: string | null
}

/** The reasons for which an authorization is not renewed: its owner took it back, the vendor does not renew it, or a renewal's answer was lost. */
export const refusalReasons = ['revoked', 'refused', 'lost'] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** An account at a vendor whose records are copied, and whether they may be. */
export interface AccountStatus {
  readonly source: SourceName
  readonly account: string
  /** Null where it is not connected. */
  readonly name: string | null
  readonly state: AuthorizationState | 'unconnected'
  /** When its authorization ends unless it is given anew, or has ended; null: not known. */
  readonly endsAt: string | null
  /** Null where its authorization is renewed. */
  readonly refusal: RefusalReason | null
  /** The command that connects the account, and gives it a new authorization. */
  readonly command: string
}

export interface PipelineStatus extends Freshness {
  readonly pipeline: string
  readonly watermark: { readonly at: string; readonly id: string } | null
  readonly count: number
  readonly findsUpdates: boolean
  /** Live orders of unknown status by the shop's words, most frequent first, cut at 60 characters; `others` beyond 50 words. */
  readonly unmappedStatuses: {
    readonly words: readonly { readonly word: string; readonly count: number }[]
    readonly others: number
  }
  readonly nextRunAt: string
  readonly lastRun: FinishedRun | null
  readonly lastFullRun: FinishedRun | null
  readonly running: {
    readonly runId: string
    readonly mode: RunMode
    readonly progress: { readonly done: number; readonly total: number | null; readonly unit: 'orders' }
  } | null
  /** `ok` only where nothing is wrong: docs/operations.md has the rule. */
  readonly health: 'ok' | 'stale' | 'failing'
  /** The kinds of the open alerts that keep it from being `ok`; `sync_alerts` has their messages. */
  readonly problems: readonly string[]
  /** The damage found in what Tidemark stores, and what to run; null where there is none. */
  readonly damage: string | null
  /** There where the pipeline is of an account that is connected (`npm run connect`). */
  readonly authorization?: AuthorizationStatus
}

export interface SyncStatusResponse {
  /** The shop's time zone (IANA): whose days a page should show. */
  readonly timeZone: string
  readonly pipelines: readonly PipelineStatus[]
  /** There where a source reads accounts at a vendor: each of them once. */
  readonly accounts?: readonly AccountStatus[]
}
