import type { z } from 'zod'

import type { HttpAnswer, HttpRequest } from '../../lib/http.ts'
import type { Instant } from '../../lib/instant.ts'

/** A call of a vendor's API; what proves who calls is the client's to add. */
export interface ApiCall<T> {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
  /** The schema of what the answer holds. An answer that it refuses may be cut short, and is tried again. */
  readonly data: z.ZodType<T>
}

/** The answer to a call. */
export interface ApiAnswer<T> {
  readonly data: T
  /** The moment before the request was sent whose answer it is, and the one after its answer came. */
  readonly askedAt: Instant
  readonly answeredAt: Instant
  /** The number of requests that it took. */
  readonly calls: number
  /** The length of the answer. */
  readonly bytes: number
}

export type CallApi = <T>(call: ApiCall<T>) => Promise<ApiAnswer<T>>

/** The credentials of a call. */
export interface Credentials {
  readonly accessToken: string
}

/** One account's right to call the API. */
export interface Authorization<A extends Credentials> {
  current(): Promise<A>
  /**
   * Called once behind an answer that says that `expired` has expired: gets a newer one, whoever fetched it. Throws a SourceError
   * (not retryable) where the authorization was revoked.
   */
  renewed(expired: string): Promise<A>
}

/** The meaning of an answer for whoever called. */
export type Meaning = 'success' | 'expired' | 'throttled' | 'passing' | 'refused'

/** A vendor's answer, understood. `what` says what the vendor did, and repeats no secret. */
export type Reading =
  | { readonly meaning: 'success'; readonly data: unknown }
  | {
      readonly meaning: Exclude<Meaning, 'success'>
      readonly what: string
      readonly code: string | number | null
    }

/** The way in which one vendor is called. */
export interface VendorApi<A extends Credentials> {
  /** Its name for people. */
  readonly name: string
  /** The member of an answer that holds what was asked for, for messages; empty where that is the whole answer. */
  readonly holder: string
  /** The request of a call. It is made anew for each try: what is signed goes stale. */
  requestOf(call: ApiCall<unknown>, access: A): HttpRequest
  read(answer: HttpAnswer, request: HttpRequest, access: A): Reading
}
