import { z } from 'zod'

import type { Freshness } from './freshness.ts'
import type { OrderStatus, SourceName } from './order.ts'

/*
 * The public contract of runs and of the status: what callers send and what they get. The admin page imports these types, so this
 * file imports nothing that a browser cannot load.
 */

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
