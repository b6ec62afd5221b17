import type { QuestionKind } from './latency/kinds.ts'

export type ContestantName = 'direct' | 'jsonCache' | 'jsonCacheOnDisk' | 'tidemark'

/** A day's bill; where not every view was run, each kind's measured mean times how often it comes. */
export interface DayBill {
  readonly pageReads: number
  readonly syncReads: number
  readonly reads: number
  readonly writes: number
  /** US dollars. */
  readonly dollars: number
  readonly measured: { readonly views: number; readonly ofViews: number }
}

export type ScenarioResult = Readonly<Record<ContestantName, DayBill>>

export type When = 'next view' | 'next run' | 'next full run' | 'never'

/** When a contestant shows a change of the shop's, at the latest; runs are Tidemark's. */
export interface Sight {
  readonly created: When
  readonly updated: When
  readonly deleted: When
}

export type SightResult = Readonly<Record<'direct' | 'jsonCache' | 'tidemark', Sight>>

/** Milliseconds. */
export interface Latency {
  readonly warmP50: number
  readonly warmP99: number
  readonly coldP50: number
  /** How many answers the figures come from. */
  readonly warmSamples: number
  readonly coldSamples: number
}

export interface KindLatency {
  /** Null for what one cannot do. */
  readonly direct: Latency | null
  readonly jsonCache: Latency | null
  /** Warm: within the head's time to live, so that an answer reads nothing. */
  readonly tidemark: Latency | null
  /** Warm: after a rest, so that each answer reads the head. */
  readonly tidemarkAfterRest: Latency | null
  /** Through the callable over HTTP, an instance being a process of its own. */
  readonly tidemarkOverHttp: Latency | null
}

export type LatencyResult = Readonly<Record<QuestionKind, KindLatency>>

export interface GrowthResult {
  /** What an instance keeps, once all that answers need is built: heap and external memory after collection, above an empty one's. */
  readonly memoryMB: number
  /** By so much the process has grown then: V8 keeps room for garbage, too. */
  readonly rssMB: number
  /** From a new process's first request to its answer, for which every segment is loaded. */
  readonly coldMs: number
  /** Likewise, merely fetching and decompressing the same segments. */
  readonly fetchMs: number
  /** The first search, and the first sort by customer, of an instance that has loaded every segment. */
  readonly firstSearchMs: number
  readonly firstSortMs: number
  readonly warmP50: number
  readonly firstPageMs: number
  readonly firstPageReads: number
  /** Of a warm instance's page sorted by total. */
  readonly warmPageReads: number
  readonly fullViewReads: number
  readonly headBytes: number
  readonly segments: number
  readonly segmentBytes: number
}

export interface SyncResult {
  readonly full: {
    /** Documents a second. */
    readonly tidemark: number
    readonly bulkWriter: number
    readonly orders: number
    /** Billed for Tidemark's copy. */
    readonly reads: number
    readonly writes: number
  }
  readonly incremental: Readonly<
    Record<string, { readonly ms: number; readonly reads: number; readonly writes: number }>
  >
}

export interface Environment {
  readonly date: string
  readonly mode: 'full' | 'quick'
  readonly cpu: string
  readonly cores: number
  readonly memoryGB: number
  readonly node: string
  readonly firestoreEmulator: string
  readonly java: string
  readonly javaOptions: readonly string[]
  readonly seconds: number
}

/** What `npm run bench` writes: members by number of orders, kind of question or number of changes. */
export interface Results {
  readonly environment: Environment
  readonly scenario: Readonly<Record<string, ScenarioResult>>
  /** Tried out on the smallest store. */
  readonly sight: SightResult
  /** Of the largest store. */
  readonly latency: LatencyResult
  readonly latencyOrders: number
  /** Of each store, for queries of the emulator slow down with the collection as Firestore's do not. */
  readonly latencyByOrders: Readonly<Record<string, LatencyResult>>
  readonly growth: Readonly<Record<string, GrowthResult>>
  readonly sync: SyncResult
}
