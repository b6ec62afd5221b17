import {
  EncodingError,
  InvalidInputError,
  LeaseLostError,
  NotFoundError,
  RunStoppedError,
  SettingError,
  SourceError,
} from './errors.ts'
import { statusOf } from './firestore/grpc.ts'

const ourOwn = [
  EncodingError,
  InvalidInputError,
  LeaseLostError,
  NotFoundError,
  RunStoppedError,
  SettingError,
  SourceError,
]

/**
 * What may be said of an error: `message` for the report, `detail` for the log. Only messages that are known to hold no
 * personal data are repeated: our own, and those of Google's clients, which name documents at most.
 */
export function failureOf(error: unknown, depth = 0): { message: string; detail: string } {
  const name = error instanceof Error ? error.name : typeof error
  const isOurs = ourOwn.some((type) => error instanceof type)
  const isKnown = error instanceof Error && (isOurs || statusOf(error) !== undefined)
  const message = isKnown ? error.message : `The run failed unexpectedly (${name}); the log has the details.`
  const cause = error instanceof Error && error.cause !== undefined && depth < deepestCause ? error.cause : undefined
  const because = cause === undefined ? '' : `; cause: ${failureOf(cause, depth + 1).detail}`
  return { message, detail: [`${name}: ${message}${because}`, ...framesOf(error)].join('\n') }
}

/** Causes are followed so far: one may be its own. */
const deepestCause = 4

/** Where an error came from, without its message: that stands first in the stack and may have lines of its own. */
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error) || error.stack === undefined) return []
  const start = error.stack.indexOf(error.message)
  if (start === -1) return []
  const below = error.stack.slice(start + error.message.length)
  return below
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
}
