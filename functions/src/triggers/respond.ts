import type { Request } from 'firebase-functions/https'
import type { Response } from 'express'

import type { Access } from '../deps.ts'
import { InvalidInputError, MethodNotAllowedError } from '../lib/errors.ts'
import { authorizeBearer } from '../lib/identity.ts'
import { answerFor } from './errorAnswers.ts'

/** The HTTPS functions take no body; a little room for an empty object and white space. */
const bodyBytes = 100

/** Answers a request with `handle`'s JSON after authorizing it, and errors as `{error: {code, message}}`. */
export function respond(
  access: Access,
  request: Request,
  response: Response,
  handle: () => Promise<{ status: number; body: unknown }>,
): Promise<void> {
  return guard(access, request, response, async () => {
    const { status, body } = await handle()
    response.status(status).json(body)
  })
}

/**
 * Lets `handle` answer a request after authorizing it, and answers errors as `{error: {code, message}}`. An error in the
 * midst of an answer breaks the connection: what has arrived must not look whole.
 */
export async function guard(
  access: Access,
  request: Request,
  response: Response,
  handle: () => Promise<void>,
): Promise<void> {
  response.set('Cache-Control', 'no-store')
  try {
    await authorizeBearer(request.get('authorization'), access.verifier, access.schedulerAccounts)
    await handle()
  } catch (error) {
    const { status, code, message } = answerFor(error, access.logger)
    if (response.headersSent) {
      response.destroy()
      return
    }
    if (status === 401) response.set('WWW-Authenticate', 'Bearer')
    response.status(status).json({ error: { code, message } })
  }
}

/** Throws an InvalidInputError unless the request has no body worth the name: nothing, or an empty object. */
export function assertNoBody(request: Request): void {
  // Undefined, whatever its type says, where nothing was sent.
  const body: Buffer | undefined = request.rawBody
  if (body === undefined || (body.length <= bodyBytes && /^\s*(\{\s*\})?\s*$/.test(body.toString()))) return
  throw new InvalidInputError('body', 'must be empty: this function takes its input from the query string')
}

/** Throws a MethodNotAllowedError, and says in the response which method it is, unless the request has it. */
export function assertMethod(request: Request, response: Response, method: 'GET' | 'POST'): void {
  if (request.method === method) return
  response.set('Allow', method)
  throw new MethodNotAllowedError(`Use ${method}.`)
}
