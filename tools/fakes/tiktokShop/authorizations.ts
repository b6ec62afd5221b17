import { randomBytes } from 'node:crypto'

import { Refusal } from './answers.ts'

/** The tokens that a seller's authorization gives an app, and the shops that they are good for. */
export interface Grant {
  readonly accessToken: string
  readonly refreshToken: string
  readonly shopIds: readonly string[]
  accessExpiresAtMs: number
  refreshExpiresAtMs: number
}

/** The lifetimes of tokens, in seconds. */
const lifetimes = { access: 7 * 86_400, refresh: 365 * 86_400 }

/** The authorizations that sellers gave, and took back. */
export class Authorizations {
  readonly #now: () => number
  readonly #codes = new Map<string, readonly string[]>()
  readonly #byAccess = new Map<string, Grant>()
  readonly #byRefresh = new Map<string, Grant>()
  /** The number of refreshes. */
  refreshes = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** A seller authorizes the app in the browser: the code that the redirect brings. It is good for one exchange. */
  authorize(shopIds: readonly string[]): string {
    const code = `TTP_${randomBytes(12).toString('base64url')}`
    this.#codes.set(code, shopIds)
    return code
  }

  exchange(code: string): Grant {
    const shopIds = this.#codes.get(code)
    if (shopIds === undefined) throw new Refusal(36004004, 'The auth_code is invalid, expired or was used.')
    this.#codes.delete(code)
    return this.grant(shopIds)
  }

  /** Grants tokens without a browser and a code. */
  grant(shopIds: readonly string[]): Grant {
    const grant: Grant = {
      accessToken: `ROW_${randomBytes(24).toString('base64url')}`,
      refreshToken: `ROW_${randomBytes(24).toString('base64url')}`,
      shopIds,
      accessExpiresAtMs: this.#now() + lifetimes.access * 1000,
      refreshExpiresAtMs: this.#now() + lifetimes.refresh * 1000,
    }
    this.#byAccess.set(grant.accessToken, grant)
    this.#byRefresh.set(grant.refreshToken, grant)
    return grant
  }

  /** New tokens for old ones, which are good for nothing then. */
  refresh(refreshToken: string): Grant {
    const grant = this.#byRefresh.get(refreshToken)
    if (grant === undefined || grant.refreshExpiresAtMs <= this.#now()) {
      throw new Refusal(36004005, 'The refresh_token is invalid or has expired.')
    }
    this.refreshes += 1
    this.#forget(grant)
    return this.grant(grant.shopIds)
  }

  /** The grant of an access token that is good. */
  granted(accessToken: string): Grant {
    const grant = this.#byAccess.get(accessToken)
    if (grant === undefined) throw new Refusal(105001, 'The access token is invalid.', 401)
    if (grant.accessExpiresAtMs <= this.#now()) throw new Refusal(105002, 'The access token has expired.', 401)
    return grant
  }

  /** Has an access token expire now. */
  expire(accessToken: string): void {
    const grant = this.#byAccess.get(accessToken)
    if (grant !== undefined) grant.accessExpiresAtMs = this.#now()
  }

  /** A seller takes the authorization of a shop back. */
  revoke(shopId: string): void {
    for (const grant of this.#byAccess.values()) if (grant.shopIds.includes(shopId)) this.#forget(grant)
  }

  #forget({ accessToken, refreshToken }: Grant): void {
    this.#byAccess.delete(accessToken)
    this.#byRefresh.delete(refreshToken)
  }
}
