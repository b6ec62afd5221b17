import { describe, expect, it } from 'vitest'

import { isPassing, statusOf } from '../../../functions/src/lib/firestore/grpc.ts'

const withCode = (code: unknown): Error => Object.assign(new Error('7 PERMISSION_DENIED: no'), { code })

describe('statusOf', () => {
  it('is the code of an error of a gRPC client', () => {
    expect(statusOf(withCode(7))).toBe(7)
  })

  it.each([
    ['a code in words', withCode('permission-denied')],
    ['no code', new Error('7')],
    ['a thrown object', { code: 7 }],
    ['nothing', undefined],
    ['an HTTP status', withCode(403)],
    ['a code of the web platform', new DOMException('took too long', 'TimeoutError')],
  ])('is undefined for %s', (_what, error) => {
    expect(statusOf(error)).toBeUndefined()
  })
})

describe('a call may succeed later', () => {
  // https://grpc.io/docs/guides/status-codes/: 0 to 16.
  it.each([
    [1, 'CANCELLED', true],
    [2, 'UNKNOWN', true],
    [3, 'INVALID_ARGUMENT', false],
    [4, 'DEADLINE_EXCEEDED', true],
    [5, 'NOT_FOUND', false],
    [6, 'ALREADY_EXISTS', false],
    [7, 'PERMISSION_DENIED', false],
    [8, 'RESOURCE_EXHAUSTED', true],
    [9, 'FAILED_PRECONDITION', false],
    [10, 'ABORTED', true],
    [11, 'OUT_OF_RANGE', false],
    [12, 'UNIMPLEMENTED', false],
    [13, 'INTERNAL', true],
    [14, 'UNAVAILABLE', true],
    [15, 'DATA_LOSS', false],
    [16, 'UNAUTHENTICATED', false],
  ])('after %i %s: see the table', (code, _name, passes) => {
    expect(isPassing(withCode(code))).toBe(passes)
  })

  it('never after an error that is none of a gRPC client', () => {
    expect(isPassing(new Error('14 UNAVAILABLE'))).toBe(false)
    expect(isPassing('14')).toBe(false)
  })
})
