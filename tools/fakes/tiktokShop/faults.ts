import type { TransportFault } from '../faults.ts'

/** A way in which a call can go wrong. */
export type Fault =
  | TransportFault
  /** An error of the API with its code; `status` 200 is an error inside a success. */
  | { readonly kind: 'code'; readonly code: number; readonly status?: number; readonly message?: string }
  /** The page token is refused. */
  | { readonly kind: 'deadToken' }
  /** The next page is this one again: by the same token each time, or by a new one. */
  | { readonly kind: 'endlessToken'; readonly isNew?: boolean }
