import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  EncodingError,
  InvalidInputError,
  LeaseLostError,
  NotFoundError,
  RunStoppedError,
  SourceError,
} from '../../functions/src/lib/errors.ts'
import { failureOf } from '../../functions/src/lib/failure.ts'

const secrets = ['ann@example.com', 'sk_live_51H8xQ', 'Bearer eyJhbGciOi.x.y']
const [secret = ''] = secrets
const grpcError = (message: string): Error => Object.assign(new Error(message), { code: 14 })

function expectNoSecret(error: unknown): void {
  const told = JSON.stringify(failureOf(error))
  for (const each of secrets) expect(told).not.toContain(each)
}

describe('an unexpected failure', () => {
  it('tells its kind, and where it happened, but nothing of what it says', () => {
    const failure = failureOf(new TypeError(`cannot read ${secret}`))
    expect(failure.message).toBe('The run failed unexpectedly (TypeError); the log has the details.')
    expect(failure.detail).toMatch(/^TypeError: .*\n\s+at .*failure\.test\.ts/)
  })

  const place = fc.constantFrom('message', 'cause', 'thrown', 'member', 'aggregated', 'deepCause')
  const text = fc.tuple(fc.string(), fc.constantFrom(...secrets), fc.string()).map((parts) => parts.join(' '))

  it('never repeats a secret or personal data, wherever it stands', () => {
    fc.assert(
      fc.property(place, text, (where, said) => {
        const errors = {
          message: new Error(said),
          cause: new Error('outer', { cause: new Error(said) }),
          thrown: said,
          member: Object.assign(new Error('outer'), { response: said, code: 'secret' }),
          aggregated: new AggregateError([new Error(said)], said),
          deepCause: new SourceError('The source failed.', { retryable: true, cause: new Error('x', { cause: said }) }),
        }
        expectNoSecret(errors[where])
      }),
    )
  })

  it('does not repeat a second line that looks like a place in the code', () => {
    expectNoSecret(new Error(`The answer was:\n    at ${secret}`))
  })

  it('does not take the numeric code of another kind of library for a sign that its message may be repeated', () => {
    expectNoSecret(Object.assign(new Error(`403 for ${secret}`), { code: 403 }))
  })

  it('ends where an error is its own cause', () => {
    const error = new Error('outer')
    error.cause = new Error('inner', { cause: error })
    expect(failureOf(error).message).toMatch(/^The run failed unexpectedly/)
  })

  it('may be anything that can be thrown', () => {
    for (const thrown of [undefined, null, 1, 'text', {}, Symbol('s')]) {
      expect(failureOf(thrown).message).toMatch(
        /^The run failed unexpectedly \((undefined|object|number|string|symbol)\)/,
      )
    }
  })
})

describe('what is known to hold no personal data', () => {
  it.each([
    new EncodingError('e'),
    new InvalidInputError('limit', 'must be a number'),
    new LeaseLostError('l'),
    new NotFoundError('n'),
    new RunStoppedError('delete-cap', 'More than 20 orders are missing.'),
    new SourceError('Grant the role.', { retryable: false }),
    grpcError('14 UNAVAILABLE: no connection'),
  ])('$name is repeated: $message', (error) => {
    expect(failureOf(error).message).toBe(error.message)
    expect(failureOf(error).detail).toContain(error.message)
  })

  it('is repeated as a cause in the log, not in the report', () => {
    const error = new SourceError('The orders cannot be read.', { retryable: true, cause: grpcError('14 UNAVAILABLE') })
    expect(failureOf(error).message).toBe('The orders cannot be read.')
    expect(failureOf(error).detail).toContain('cause: Error: 14 UNAVAILABLE')
  })
})
