import {
  ConflictError,
  EncodingError,
  InvalidInputError,
  MethodNotAllowedError,
  NotFoundError,
  PermissionDeniedError,
  ResourceExhaustedError,
  SettingError,
  UnauthenticatedError,
} from '../lib/errors.ts'
import { failureOf } from '../lib/failure.ts'
import type { Logger } from '../lib/logger.ts'

/** The answer to each kind of error: HTTP's status and the callable protocol's code. */
const answers = [
  { type: UnauthenticatedError, status: 401, code: 'unauthenticated' },
  { type: PermissionDeniedError, status: 403, code: 'permission-denied' },
  { type: InvalidInputError, status: 400, code: 'invalid-argument' },
  { type: NotFoundError, status: 404, code: 'not-found' },
  { type: ConflictError, status: 409, code: 'aborted' },
  { type: ResourceExhaustedError, status: 429, code: 'resource-exhausted' },
  { type: MethodNotAllowedError, status: 405, code: 'method-not-allowed' },
  // No fault of the caller's, so no 4xx: the scheduler tries again, and monitoring sees it.
  { type: SettingError, status: 500, code: 'failed-precondition' },
  // Whoever may see orders is told what is damaged, and what to run.
  { type: EncodingError, status: 500, code: 'data-loss' },
] as const

export interface ErrorAnswer {
  readonly status: number
  readonly code: (typeof answers)[number]['code'] | 'internal'
  readonly message: string
  /** What a program can act on, beside the message. */
  readonly details?: object
}

/** Logs an error where it is ours, and returns what its caller is told: its own words where it was made for them. */
export function answerFor(error: unknown, logger: Logger): ErrorAnswer {
  const known = answers.find(({ type }) => error instanceof type)
  if (known !== undefined && error instanceof Error) {
    if (known.status >= 500) logger.error('[API] a call failed', { cause: failureOf(error).detail })
    const details = error instanceof NotFoundError || error instanceof ConflictError ? error.details : undefined
    return { status: known.status, code: known.code, message: error.message, ...(details && { details }) }
  }
  logger.error('[API] a call failed', { cause: failureOf(error).detail })
  return { status: 500, code: 'internal', message: 'Something went wrong here; the log has the details.' }
}
