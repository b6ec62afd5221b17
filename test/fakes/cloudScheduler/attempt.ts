import type { protos } from '@google-cloud/scheduler'

import type { GoogleIdentity } from '../googleIdentity.ts'

type HttpTarget = protos.google.cloud.scheduler.v1.IHttpTarget

export interface AttemptOutcome {
  /** A gRPC status code, as the job's `status` has it. */
  readonly code: number
  readonly message: string
}

/** What Cloud Scheduler makes of the target's answer: 200 to 299 succeed; the rest by Google's table of codes. */
const codeOfHttpStatus: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  409: 10,
  429: 8,
  499: 1,
  501: 12,
  503: 14,
  504: 4,
}
const methodNames = ['POST', 'POST', 'GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']

/** One real HTTP request to the target, with the headers and the identity token that Cloud Scheduler sends. */
export async function attempt(
  name: string,
  target: HttpTarget,
  deadlineMs: number,
  identity: GoogleIdentity,
): Promise<AttemptOutcome> {
  const token = target.oidcToken
  const headers = {
    ...target.headers,
    'User-Agent': 'Google-Cloud-Scheduler',
    'X-CloudScheduler': 'true',
    'X-CloudScheduler-JobName': name.split('/').at(-1) ?? '',
    ...(token ? { Authorization: `Bearer ${tokenFor(token, target.uri ?? '', identity)}` } : {}),
  }
  const method = methodNames[Number(target.httpMethod ?? 0)] ?? 'POST'
  const body = target.body && target.body.length > 0 ? Buffer.from(target.body) : null
  try {
    const response = await fetch(target.uri ?? '', { method, headers, body, signal: AbortSignal.timeout(deadlineMs) })
    await response.arrayBuffer()
    if (response.ok) return { code: 0, message: '' }
    return {
      code: codeOfHttpStatus[response.status] ?? (response.status >= 500 ? 13 : 2),
      message: `HTTP ${response.status}`,
    }
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError'
    return timedOut ? { code: 4, message: 'deadline' } : { code: 2, message: 'URL_UNREACHABLE' }
  }
}

function tokenFor(token: protos.google.cloud.scheduler.v1.IOidcToken, uri: string, identity: GoogleIdentity): string {
  return identity.token({ aud: token.audience || uri, email: token.serviceAccountEmail ?? '' })
}
