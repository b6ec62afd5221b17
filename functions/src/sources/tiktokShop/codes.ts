import type { Meaning } from '../vendor/api.ts'

/*
 * What the codes of TikTok Shop's answers mean, as far as that is known. All of them are told by others and not read in the vendor's
 * types: whatever is in no list here is taken for a failure that a person has to look at, and its message is shown.
 */

/** Success, beside HTTP status 200. */
export const successCode = 0

/** The access token has expired: a newer one helps, once. */
export const expiredTokenCode = 105002

const throttledCodes: ReadonlySet<number> = new Set([36009002, 36009037])

/** These pass by themselves; the last six are the order detail's. */
const transientCodes: ReadonlySet<number> = new Set([
  36009003, 36009007, 10002014, 10002015, 10006402, 10037002, 10037003, 10037004,
])

/** Advice for whoever reads of a refusal. */
const adviceOf: ReadonlyMap<number, string> = new Map([
  [105005, 'the app lacks a scope: grant it in Partner Center, then authorize the shop again'],
  [106001, 'the signature is wrong: check the app key and the app secret'],
  [106013, 'the shop cipher is missing: connect the shop again'],
  [36004004, 'the authorization code is wrong or was used: connect the shop again'],
  [
    36009033,
    'the address of this server is not on the app’s list: leave the list off, or give the functions a fixed address',
  ],
  [36009043, 'the shop is not active'],
  [36009044, 'the shop is not active'],
])

/** The meaning of an answer; `code` is null where its body is none of the API's own. */
export function meaningOf(status: number, code: number | null): Meaning {
  if (status === 429 || (code !== null && throttledCodes.has(code))) return 'throttled'
  if (code === expiredTokenCode) return 'expired'
  if (status === 200 && code === successCode) return 'success'
  if (adviceFor(code) !== undefined) return 'refused'
  // A token that is refused for another reason, a revoked one among them: the attempt to renew it tells.
  if (status === 401) return 'expired'
  if (status >= 500 || status === 408 || code === null || transientCodes.has(code)) return 'passing'
  // An error inside a success that nobody has heard of is tried again; so is a success inside an error.
  return status === 200 || code === successCode ? 'passing' : 'refused'
}

export function adviceFor(code: number | null): string | undefined {
  return code === null ? undefined : adviceOf.get(code)
}
