import type { Meaning } from '../vendor/api.ts'
import { secretNames, squareParams } from './config.ts'

/** An error of the API: `{"errors":[{category, code, detail, field}]}`, whatever the HTTP status is. */
export interface ApiError {
  readonly category: string
  readonly code: string
  readonly detail: string
}

/** A record that is asked for by its id and is not there. */
export const notFoundCodes: ReadonlySet<string> = new Set(['NOT_FOUND', 'CUSTOMER_NOT_FOUND'])

const expiredCodes: ReadonlySet<string> = new Set(['UNAUTHORIZED', 'ACCESS_TOKEN_EXPIRED', 'ACCESS_TOKEN_REVOKED'])
const passingCodes: ReadonlySet<string> = new Set([
  'INTERNAL_SERVER_ERROR',
  'BAD_GATEWAY',
  'SERVICE_UNAVAILABLE',
  'GATEWAY_TIMEOUT',
  'REQUEST_TIMEOUT',
  'TEMPORARY_ERROR',
  'CONFLICT',
])

/** Advice for whoever reads of a refusal. */
const adviceOf: ReadonlyMap<string, string> = new Map([
  [
    'UNAUTHORIZED',
    `check ${secretNames.accessToken}, or connect the merchant again; a sandbox token needs ${squareParams.apiUrl}=https://connect.squareupsandbox.com`,
  ],
  ['INSUFFICIENT_SCOPES', 'the authorization lacks a permission: connect the merchant again'],
  ['FORBIDDEN', 'the app or its authorization lacks a permission: connect the merchant again'],
  ['CLIENT_DISABLED', 'the app is disabled: look at it in the Developer Console'],
  ['APPLICATION_DISABLED', 'the app is disabled: look at it in the Developer Console'],
  ['API_VERSION_INCOMPATIBLE', 'this version of Tidemark is too old for the app: update it'],
  ['INVALID_SQUARE_VERSION_FORMAT', 'this version of Tidemark is too old for the app: update it'],
])

/** The meaning of an answer; `error` is null where its body names none. */
export function meaningOf(status: number, error: ApiError | null): Meaning {
  if (status === 429 || error?.category === 'RATE_LIMIT_ERROR' || error?.code === 'RATE_LIMITED') return 'throttled'
  // A token that was revoked or is wrong, too: the attempt to renew it tells.
  if (error !== null ? expiredCodes.has(error.code) : status === 401) return 'expired'
  if (status === 200 && error === null) return 'success'
  if (status >= 500 || status === 408) return 'passing'
  if (error === null) return 'refused'
  if (error.category === 'API_ERROR' || passingCodes.has(error.code)) return 'passing'
  // An error inside a success that nobody has heard of is tried again.
  return status === 200 ? 'passing' : 'refused'
}

export function adviceFor(code: string): string | undefined {
  return adviceOf.get(code)
}
