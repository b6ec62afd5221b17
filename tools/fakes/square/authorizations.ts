import { randomBytes } from 'node:crypto'

import { refusalOf, unauthorized } from './refusal.ts'

/** The tokens of an app for a merchant. */
export interface Grant {
  readonly accessToken: string
  readonly refreshToken: string
  readonly merchantId: string
  expiresAtMs: number
  isRevoked: boolean
}

/** The lifetimes that the vendor's documentation names: of an access token, and of an authorization code. */
const lifetimes = { access: 30 * 86_400_000, code: 5 * 60_000 }

/**
 * The authorizations that sellers gave, and took back. As documented for the code flow: an access token is good for 30 days; a
 * refresh token is used any number of times, never expires and comes back with each refresh. Told only: access tokens that were
 * given before stay good until they expire.
 */
export class Authorizations {
  readonly #now: () => number
  readonly #codes = new Map<string, { readonly merchantId: string; readonly until: number }>()
  readonly #grants = new Map<string, Grant>()
  /** The merchant of each refresh token that is good. */
  readonly #byRefresh = new Map<string, string>()
  /** The number of refreshes. */
  refreshes = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** A seller authorizes the app in the browser: the code that the redirect brings. It is good for one exchange. */
  authorize(merchantId: string): string {
    const code = `sq0cgp-${randomBytes(16).toString('base64url')}`
    this.#codes.set(code, { merchantId, until: this.#now() + lifetimes.code })
    return code
  }

  exchange(code: string): Grant {
    const found = this.#codes.get(code)
    this.#codes.delete(code)
    if (found === undefined || found.until < this.#now()) {
      throw refusalOf(400, { detail: 'The authorization code is invalid, expired or was used.' })
    }
    return this.grant(found.merchantId)
  }

  /** Grants tokens without a browser and a code. */
  grant(merchantId: string): Grant {
    const refreshToken = `EQAA${randomBytes(24).toString('base64url')}`
    this.#byRefresh.set(refreshToken, merchantId)
    return this.#newGrant(merchantId, refreshToken)
  }

  /** A new access token for a refresh token, which stays as it is. */
  refresh(refreshToken: string): Grant {
    const merchantId = this.#byRefresh.get(refreshToken)
    if (merchantId === undefined) throw unauthorized('UNAUTHORIZED', 'The refresh token is invalid or was revoked.')
    this.refreshes += 1
    return this.#newGrant(merchantId, refreshToken)
  }

  /** The grant of an access token that is good. */
  granted(accessToken: string): Grant {
    const grant = this.#grants.get(accessToken)
    if (grant === undefined) throw unauthorized('UNAUTHORIZED', 'This request could not be authorized.')
    if (grant.isRevoked) throw unauthorized('ACCESS_TOKEN_REVOKED', 'The access token was revoked.')
    if (grant.expiresAtMs <= this.#now()) throw unauthorized('ACCESS_TOKEN_EXPIRED', 'The access token has expired.')
    return grant
  }

  /** The merchant of an access token, good or not; null where nobody knows it. */
  merchantOf(accessToken: string): string | null {
    return this.#grants.get(accessToken)?.merchantId ?? null
  }

  /** Has an access token expire now. */
  expire(accessToken: string): void {
    const grant = this.#grants.get(accessToken)
    if (grant !== undefined) grant.expiresAtMs = this.#now()
  }

  /** Takes all tokens of a merchant back, or the one access token alone. */
  revoke(merchantId: string, onlyAccessToken?: string): void {
    for (const grant of this.#grants.values()) {
      if (grant.merchantId !== merchantId) continue
      if (onlyAccessToken !== undefined && grant.accessToken !== onlyAccessToken) continue
      grant.isRevoked = true
      if (onlyAccessToken === undefined) this.#byRefresh.delete(grant.refreshToken)
    }
  }

  #newGrant(merchantId: string, refreshToken: string): Grant {
    const accessToken = `EAAA${randomBytes(36).toString('base64url')}`
    const grant = {
      accessToken,
      refreshToken,
      merchantId,
      expiresAtMs: this.#now() + lifetimes.access,
      isRevoked: false,
    }
    this.#grants.set(accessToken, grant)
    return grant
  }
}
