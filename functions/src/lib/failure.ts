import {
  EncodingError,
  InvalidInputError,
  LeaseLostError,
  NotFoundError,
  RunStoppedError,
  SourceError,
} from './errors.ts'
import { statusOf } from './grpc.ts'

const ourOwn = [EncodingError, InvalidInputError, LeaseLostError, NotFoundError, RunStoppedError, SourceError]

/**
 * What may be said of an error: `message` for the report, `detail` for the log. Only messages that are known to hold no
 * personal data are repeated: our own, and those of Google's clients, which name documents at most.
 */
export function failureOf(error: unknown): { message: string; detail: string } {
  const name = error instanceof Error ? error.name : typeof error
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  const isOurs = ourOwn.some((type) => error instanceof type)
  const code = statusOf(error)
  const isKnown = error instanceof Error && (isOurs || code !== undefined)
  const message = isKnown ? error.message : `The run failed unexpectedly (${name}); the log has the details.`
  const cause = error instanceof Error && error.cause !== undefined ? `; cause: ${failureOf(error.cause).detail}` : ''
  return { message, detail: `${name}: ${message}${cause}\n${frames.slice(0, 8).join('\n')}` }
}
