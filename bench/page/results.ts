import type { Environment } from '../results.ts'

/** What `npm run bench:page` writes. Times are milliseconds, one for each repetition. */
export interface PageResults {
  readonly environment: PageEnvironment
  /** How many the cache holds. */
  readonly orders: number
  readonly loads: Readonly<Record<BrowserCache, LoadTimes>>
  readonly scripts: Scripts
  /** By what somebody does, in the order in which it is done. */
  readonly actions: Readonly<Record<string, ActionTimes>>
}

export interface PageEnvironment extends Pick<Environment, 'date' | 'cpu' | 'cores' | 'memoryGB' | 'node'> {
  readonly browser: string
  readonly seconds: number
}

/** Cold: a new profile of the browser. Warm: one that has loaded the page before. */
export const browserCaches = ['cold', 'warm'] as const
export type BrowserCache = (typeof browserCaches)[number]

export interface LoadTimes {
  /** From the beginning of the navigation until the first row is drawn. */
  readonly navigationToRow: readonly number[]
  /** From the arrival of listOrders' answer until then. */
  readonly answerToRow: readonly number[]
}

/** A file of JavaScript, in bytes. */
export interface Script {
  readonly name: string
  readonly bytes: number
  readonly gzipBytes: number
  /** As it came, headers left out. */
  readonly wireBytes: number
}

export interface Scripts {
  /** What was asked for until the first row was there. */
  readonly first: readonly Script[]
  /** What was asked for later without anybody doing anything: Firestore's client. */
  readonly afterwards: readonly Script[]
  /** What is asked for when somebody goes on from the list, each from a new profile. */
  readonly views: Readonly<Record<string, readonly Script[]>>
}

export interface ActionTimes {
  /** The longest task of the main thread from the first input until what was asked for was drawn. */
  readonly longestTask: readonly number[]
  /** From the last input until then. */
  readonly shown: readonly number[]
}
