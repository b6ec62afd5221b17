import {
  HttpsError,
  onCall,
  type CallableFunction,
  type CallableOptions,
  type CallableResponse,
  type Request,
} from 'firebase-functions/https'

import type { Deps, Entry } from '../deps.ts'
import { UnauthenticatedError, type InvalidInputError } from '../lib/errors.ts'
import { assertAdmin } from '../lib/identity.ts'
import { refusalOf } from './callBody.ts'
import { answerFor } from './errorAnswers.ts'

/** Bodies that are no request, by the request that brought them: the caller is told after proving to be an admin. */
const refusals = new WeakMap<Request, InvalidInputError>()

/** The admin who calls. */
export interface Caller {
  readonly uid: string
  /** Null for an account without one. */
  readonly email: string | null
}

/**
 * A callable function for admins: `handle` gets the call's data, from a client that takes a stream the response to send chunks
 * by, and who calls; its errors become the callable protocol's.
 */
export function adminCall<T, Chunk = unknown>(
  options: CallableOptions,
  { getAccess, getDeps }: Entry,
  handle: (deps: Deps, data: unknown, stream: CallableResponse<Chunk> | null, caller: Caller) => Promise<T>,
): CallableFunction<unknown, Promise<T>, Chunk> {
  const call = onCall<unknown, Promise<T>, Chunk>(options, async (request, response) => {
    const { auth, data, rawRequest, acceptsStreaming } = request
    try {
      if (auth === undefined) throw new UnauthenticatedError('Sign in first.')
      assertAdmin(auth.token)
      const refusal = refusals.get(rawRequest)
      if (refusal !== undefined) throw refusal
      const caller = { uid: auth.uid, email: auth.token.email ?? null }
      return await handle(getDeps(), data, acceptsStreaming && response !== undefined ? response : null, caller)
    } catch (error) {
      const { code, message, details } = answerFor(error, getAccess().logger)
      // The protocol has no word for a wrong method, and the SDK refuses those itself.
      throw new HttpsError(code === 'method-not-allowed' ? 'internal' : code, message, details)
    }
  })
  return screened(call)
}

/**
 * The SDK decodes a body before it asks anybody: it fails with INTERNAL on an unknown `@type` and on deep nesting, lets
 * `__proto__` set prototypes, and logs bodies that are no calls. So it never sees such a body.
 */
function screened<F extends CallableFunction<unknown, unknown>>(call: F): F {
  return new Proxy(call, {
    apply(target, self, [request, ...rest]: Parameters<F>) {
      const refusal = refusalOf(request.body, request.rawBody?.length ?? 0)
      if (refusal !== null) {
        refusals.set(request, refusal)
        request.body = { data: null }
      }
      return Reflect.apply(target, self, [request, ...rest]) as ReturnType<F> // Reflect returns any.
    },
  })
}
