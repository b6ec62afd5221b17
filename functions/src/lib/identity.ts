import { z } from 'zod'

import { PermissionDeniedError, UnauthenticatedError } from './errors.ts'

/** Longer headers are refused unread: Firebase's and Google's tokens have at most about two thousand characters. */
const headerCharacters = 8_192
const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i

const googleIssuers = new Set(['https://accounts.google.com', 'accounts.google.com'])

/** What verifies tokens; each rejects a token whose signature, issuer, audience or time is wrong. */
export interface TokenVerifier {
  /** The claims of a Firebase ID token of this project. */
  firebase(token: string): Promise<Record<string, unknown>>
  /** The claims of a Google OIDC token for one of this deployment's audiences. */
  google(token: string): Promise<Record<string, unknown>>
}

/**
 * Lets through a Firebase ID token whose claim `admin` is exactly true, or a Google OIDC token of an allowed service
 * account. Throws an UnauthenticatedError (no token, or one that does not verify) or a PermissionDeniedError. The causes are
 * left out on purpose: the verifiers' messages hold the whole token.
 */
export async function authorizeBearer(
  header: string | undefined,
  verifier: TokenVerifier,
  allowedAccounts: readonly string[],
): Promise<void> {
  const token = (header?.length ?? 0) <= headerCharacters ? bearer.exec(header ?? '')?.[1] : undefined
  if (token === undefined) {
    throw new UnauthenticatedError(
      'Send "Authorization: Bearer TOKEN" with a Firebase ID token or a Google OIDC token.',
    )
  }
  if (googleIssuers.has(issuerOf(token))) await authorizeGoogle(token, verifier, allowedAccounts)
  else assertAdmin(await verified(() => verifier.firebase(token)))
}

async function authorizeGoogle(
  token: string,
  verifier: TokenVerifier,
  allowedAccounts: readonly string[],
): Promise<void> {
  const claims = await verified(() => verifier.google(token))
  if (claims.email_verified !== true) throw new UnauthenticatedError('The token does not prove its e-mail address.')
  if (typeof claims.email !== 'string' || !allowedAccounts.includes(claims.email)) {
    throw new PermissionDeniedError('This service account may not call here: see the param SCHEDULER_SERVICE_ACCOUNTS.')
  }
}

/** Throws a PermissionDeniedError unless the claims have `admin: true`. */
export function assertAdmin(claims: Readonly<Record<string, unknown>>): void {
  if (claims.admin !== true)
    throw new PermissionDeniedError('This needs the admin claim: see "npm run admin -- --help".')
}

async function verified(verify: () => Promise<Record<string, unknown>>): Promise<Record<string, unknown>> {
  try {
    return await verify()
  } catch {
    throw new UnauthenticatedError('The token does not verify: it is damaged, expired, or for somebody else.')
  }
}

/** Who says to have issued the token: not verified yet, it only chooses the verifier. */
function issuerOf(token: string): string {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    return z.object({ iss: z.string() }).parse(payload).iss
  } catch {
    throw new UnauthenticatedError('The token is no JSON Web Token.')
  }
}
