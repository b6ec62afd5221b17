import { describe, expect, it } from 'vitest'

import { reading, sourceErrorOf } from '../../../functions/src/lib/firestore/reading.ts'

function failure(code: number, message = 'told in confidence'): Error {
  return Object.assign(new Error(message), { code })
}

describe('a failure of Firestore', () => {
  it.each([
    ['CANCELLED', 1],
    ['UNKNOWN', 2],
    ['DEADLINE_EXCEEDED', 4],
    ['RESOURCE_EXHAUSTED', 8],
    ['ABORTED', 10],
    ['INTERNAL', 13],
    ['UNAVAILABLE', 14],
  ])('passes: %s', (_name, code) => {
    expect(sourceErrorOf('orders', failure(code)).retryable).toBe(true)
  })

  it.each([
    ['INVALID_ARGUMENT', 3, /names of the collection/],
    ['NOT_FOUND', 5, /database does not exist/],
    ['PERMISSION_DENIED', 7, /role "Cloud Datastore User"/],
    ['FAILED_PRECONDITION', 9, /index is missing/],
    ['UNIMPLEMENTED', 12, /The cause says why/],
    ['UNAUTHENTICATED', 16, /role "Cloud Datastore User"/],
  ])('needs a person, who is told what to do: %s', (_name, code, advice) => {
    const error = sourceErrorOf('orders', failure(code))
    expect(error.retryable).toBe(false)
    expect(error.message).toMatch(/^The Firestore collection "orders" could not be read\. /)
    expect(error.message).toMatch(advice)
  })

  it('passes where a stream was read too slowly', () => {
    expect(sourceErrorOf('orders', failure(9, 'The requested snapshot version is too old.')).retryable).toBe(true)
  })

  it('is kept as the cause, and not told', async () => {
    const cause = failure(7)
    const read = reading('orders', () => Promise.reject(cause))
    await expect(read).rejects.toMatchObject({ name: 'SourceError', cause })
    await expect(read).rejects.not.toThrow(/confidence/)
  })
})
