import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The claims of a Google identity token. A claim given as undefined is left out of the token. */
export interface IdentityClaims {
  readonly iss?: string | undefined
  readonly aud?: string | undefined
  readonly email?: string | undefined
  readonly email_verified?: boolean | undefined
  readonly sub?: string | undefined
  /** Seconds since 1970. */
  readonly iat?: number | undefined
  readonly exp?: number | undefined
  readonly [claim: string]: unknown
}

export interface GoogleIdentity {
  /** Answers as https://www.googleapis.com/oauth2/v1/certs does: PEM texts by key id. */
  readonly certsUrl: string
  /** A token as Google signs it for a service account; `claims` replace the defaults. Valid for an hour. */
  token(claims?: IdentityClaims): string
  /** The same token, under the same key id, signed by somebody else. */
  wrongKeyToken(claims?: IdentityClaims): string
  stop(): Promise<void>
}

const keyId = 'tidemark-test-key'
const lifetimeSeconds = 3_600

/**
 * Google's identity service on this machine: signs tokens with an RSA key of its own and serves the public half.
 * google-auth-library verifies them when `endpoints.oauth2FederatedSignonPemCertsUrl` is `certsUrl`. (It hands the PEM
 * to node:crypto as it is, so a bare public key does as well as the certificates that Google serves.)
 */
export async function startGoogleIdentity(): Promise<GoogleIdentity> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const certificates = JSON.stringify({ [keyId]: own.publicKey.export({ type: 'spki', format: 'pem' }) })
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json; charset=UTF-8')
    response.setHeader('Cache-Control', 'public, max-age=3600')
    response.end(certificates)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // A server that listens on TCP has one.
  return {
    certsUrl: `http://127.0.0.1:${port}/oauth2/v1/certs`,
    token: (claims = {}) => sign(claims, own.privateKey),
    wrongKeyToken: (claims = {}) => sign(claims, foreign.privateKey),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function sign(claims: IdentityClaims, key: KeyObject): string {
  const now = Math.floor(Date.now() / 1_000)
  const payload = {
    iss: 'https://accounts.google.com',
    aud: 'https://audience.example',
    email: 'caller@demo-tidemark.iam.gserviceaccount.com',
    email_verified: true,
    sub: '100000000000000000001',
    iat: now,
    exp: now + lifetimeSeconds,
    ...claims,
  }
  const signed = `${encode({ alg: 'RS256', kid: keyId, typ: 'JWT' })}.${encode(payload)}`
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
