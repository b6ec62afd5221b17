import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { Agent } from 'node:https'
import { connect, type AddressInfo } from 'node:net'

/** The claims of a Firebase ID token. A claim given as undefined is left out of the token. */
export interface FirebaseClaims {
  readonly iss?: string | undefined
  readonly aud?: string | undefined
  readonly sub?: string | undefined
  /** Seconds since 1970. */
  readonly iat?: number | undefined
  readonly exp?: number | undefined
  readonly [claim: string]: unknown
}

export interface FirebaseIdentity {
  /** For `initializeApp`: the Admin SDK then fetches its certificates here, believing that it speaks to Google. */
  readonly agent: Agent
  /** Where the certificates are served, for a process that makes its own agent by `agentTo`. */
  readonly port: number
  /** What everybody may know: PEM text. */
  readonly publicKey: string
  /** How often certificates were fetched. */
  readonly fetches: number
  /** A token as Firebase signs it for a user of the project; `claims` replace the defaults. Valid for an hour. */
  token(claims?: FirebaseClaims): string
  /** The same token, under the same key id, signed by somebody else. */
  wrongKeyToken(claims?: FirebaseClaims): string
  stop(): Promise<void>
}

const keyId = 'tidemark-test-key'
const lifetimeSeconds = 3_600

/**
 * Firebase Auth's signing service on this machine. Where the Auth emulator's tokens bear no signature, these bear a real
 * one (RS256), and the Admin SDK verifies it by the certificates it fetches, as in production.
 */
export async function startFirebaseIdentity(project: string): Promise<FirebaseIdentity> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicKey = own.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const certificates = JSON.stringify({ [keyId]: publicKey })
  let fetches = 0
  const server = createServer((_request, response) => {
    fetches += 1
    response.setHeader('Content-Type', 'application/json; charset=UTF-8')
    response.setHeader('Cache-Control', 'public, max-age=3600')
    response.end(certificates)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // A server that listens on TCP has one.
  return {
    agent: agentTo(port),
    port,
    publicKey,
    get fetches() {
      return fetches
    },
    token: (claims = {}) => sign(project, claims, own.privateKey),
    wrongKeyToken: (claims = {}) => sign(project, claims, foreign.privateKey),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Connects every request to this port of this machine, whatever host it names, and without TLS. */
export function agentTo(port: number): Agent {
  const agent = new Agent()
  return Object.assign(agent, { createConnection: () => connect(port, '127.0.0.1') })
}

function sign(project: string, claims: FirebaseClaims, key: KeyObject): string {
  const now = Math.floor(Date.now() / 1_000)
  const payload = {
    iss: `https://securetoken.google.com/${project}`,
    aud: project,
    sub: 'a-user',
    auth_time: now,
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
