import { expect } from 'vitest'

import { AuthorizationRefusedError, type Access } from '../../functions/src/model/connection.ts'

/** The message by which a call for access is refused for good. */
export async function refusalOf(call: Promise<Access>): Promise<string> {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AuthorizationRefusedError)
  expect(error).toMatchObject({ retryable: false })
  return error instanceof Error ? error.message : ''
}
