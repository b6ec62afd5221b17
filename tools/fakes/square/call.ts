import type { FakeRequest } from '../http.ts'
import type { CursorKind } from './cursors.ts'
import type { Fault } from './faults.ts'
import type { FakeMerchant } from './merchant.ts'
import type { Asking } from './paging.ts'

/** An authorized call of a merchant's API. */
export interface Call {
  readonly merchant: FakeMerchant
  readonly request: FakeRequest
  /** The id in the path; empty where it has none. */
  readonly id: string
  readonly nowMs: number
  readonly cursors: CursorKind
  readonly fault: Fault | null
  readonly apiVersion: string
}

/** The way in which a call asks for a page of its list. */
export function askingOf({ request, nowMs, cursors, fault }: Call, query: Asking['query']): Asking {
  return { path: request.path, query, nowMs, cursors, fault }
}
