import { HttpsError, type Request, type CallableRequest } from 'firebase-functions/https'
import type { Response } from 'express'

import type { Deps } from '../deps.ts'
import {
  InvalidInputError,
  MethodNotAllowedError,
  NotFoundError,
  PermissionDeniedError,
  UnauthenticatedError,
} from '../lib/errors.ts'
import { failureOf } from '../lib/failure.ts'
import { assertAdmin, authorizeBearer } from '../lib/identity.ts'
import type { Logger } from '../lib/logger.ts'

/** What a caller is told of an error: HTTP's status and the callable protocol's code. */
const outcomes = [
  { type: UnauthenticatedError, status: 401, code: 'unauthenticated' },
  { type: PermissionDeniedError, status: 403, code: 'permission-denied' },
  { type: InvalidInputError, status: 400, code: 'invalid-argument' },
  { type: NotFoundError, status: 404, code: 'not-found' },
  { type: MethodNotAllowedError, status: 405, code: 'method-not-allowed' },
] as const

const internal = { status: 500, code: 'internal' } as const

/** The HTTPS functions take no body; a little room for an empty object and white space. */
const bodyBytes = 100

/** Answers a request with `handle`'s JSON after authorizing it, and errors as `{error: {code, message}}`. */
export async function respond(
  deps: Deps,
  request: Request,
  response: Response,
  handle: () => Promise<{ status: number; body: unknown }>,
): Promise<void> {
  response.set('Cache-Control', 'no-store')
  try {
    await authorizeBearer(request.get('authorization'), deps.verifier, deps.schedulerAccounts)
    const { status, body } = await handle()
    response.status(status).json(body)
  } catch (error) {
    const { status, code, message } = describe(error, deps.logger)
    if (status === 401) response.set('WWW-Authenticate', 'Bearer')
    response.status(status).json({ error: { code, message } })
  }
}

/** Throws unless the request has this method and no body worth the name. */
export function assertPlainRequest(request: Request, method: 'GET' | 'POST'): void {
  const body: unknown = request.body
  const isEmpty = body === undefined || body === null || body === '' || Object.keys(body).length === 0
  if (!isEmpty || (request.rawBody?.length ?? 0) > bodyBytes) {
    throw new InvalidInputError('body', 'must be empty: this function takes its input from the query string')
  }
  if (request.method !== method) throw new MethodNotAllowedError(`Use ${method}.`)
}

/** Runs a callable's handler for an admin, and turns errors into the callable protocol's. */
export async function answer<T>(deps: Deps, request: CallableRequest, handle: () => Promise<T>): Promise<T> {
  try {
    if (request.auth === undefined) throw new UnauthenticatedError('Sign in first.')
    assertAdmin(request.auth.token)
    return await handle()
  } catch (error) {
    const { code, message } = describe(error, deps.logger)
    throw new HttpsError(code === 'method-not-allowed' ? 'internal' : code, message)
  }
}

function describe(
  error: unknown,
  logger: Logger,
): { status: number; code: (typeof outcomes)[number]['code'] | 'internal'; message: string } {
  const known = outcomes.find(({ type }) => error instanceof type)
  if (known !== undefined && error instanceof Error) return { ...known, message: error.message }
  logger.error('[API] a call failed', { cause: failureOf(error).detail })
  return { ...internal, message: 'Something went wrong here; the log has the details.' }
}
