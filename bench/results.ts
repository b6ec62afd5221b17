import type { QuestionKind } from './latency/kinds.ts'

export type ContestantName = 'direct' | 'jsonCache' | 'jsonCacheOnDisk' | 'tidemark' | 'tidemarkFeed'
/** Those who see one day on one store; Tidemark with its change feed, the default, has a store of its own. */
export type SharedName = Exclude<ContestantName, 'tidemarkFeed'>

/** A day's bill; where not every view was run, each kind's measured mean times how often it comes. */
export interface DayBill {
  readonly pageReads: number
  /** Of runs. */
  readonly syncReads: number
  /** A day's share of the weekly full run. */
  readonly fullReads: number
  /** All of them. */
  readonly reads: number
  /** Of runs and of the trigger, with a day's share of the weekly full run. */
  readonly writes: number
  /** Documents that the day leaves for a TTL policy to delete. */
  readonly deletes: number
  /** US dollars. */
  readonly dollars: number
  readonly measured: { readonly views: number; readonly ofViews: number }
}

export type SharedDay = Readonly<Record<SharedName, DayBill>>
export type ScenarioResult = Readonly<Record<ContestantName, DayBill>>

/** A function of the change feed on the day: its calls, what Firestore and what Cloud Run bill for them. */
export interface FunctionDay {
  readonly calls: number
  readonly reads: number
  readonly writes: number
  /** As in its options, like `512MiB`. */
  readonly memory: string
  /** Wall time in one process on the emulator. */
  readonly seconds: number
  /** Each call's rounded up as it is billed. */
  readonly billedSeconds: number
  /** US dollars, for Cloud Run alone. */
  readonly dollars: number
}

export type FeedDay = Readonly<Record<'onOrderWritten' | 'requestedSync' | 'syncOrders', FunctionDay>>

/** Runs of one kind: what they were billed on the wire, and the most that invariant 13 allows. */
export interface RunsBill {
  readonly runs: number
  /** Changes that they brought into the cache. */
  readonly brought: number
  readonly reads: number
  readonly writes: number
  readonly most: { readonly reads: number; readonly writes: number }
}

/** A stretch of changes at one pace. */
export interface BusyStretch {
  readonly name: string
  readonly changes: number
  readonly requested: RunsBill
  readonly scheduled: RunsBill
}

/** What Firestore bills: counts, which a busy machine does not change. */
export interface CostResult {
  readonly environment: Environment
  /** By number of orders, like the next. */
  readonly scenario: Readonly<Record<string, ScenarioResult>>
  readonly feedDay: Readonly<Record<string, FeedDay>>
  readonly busyShop: { readonly orders: number; readonly stretches: readonly BusyStretch[] }
}

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
export interface Results extends OtherResults {
  readonly costs: CostResult
}

/** All that is no cost, and stays as it was where only the costs are measured anew. */
export interface OtherResults {
  readonly environment: Environment
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
