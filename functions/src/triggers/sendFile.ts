import { pipeline } from 'node:stream/promises'

import type { Response } from 'express'

/** How streams say that the other side has closed the connection. */
const departures: ReadonlySet<unknown> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'])

/**
 * Answers with the pieces of a file, each when the connection has room for it, and ends them where the client leaves. An
 * error before the first piece leaves the answer to the caller; a later one has broken the connection when it is thrown.
 */
export async function sendFile(
  pieces: AsyncGenerator<string, unknown>,
  file: { readonly name: string; readonly type: string },
  response: Response,
): Promise<void> {
  await using source = pieces
  const first = await source.next()
  response.set({
    'Content-Type': file.type,
    'Content-Disposition': `attachment; filename="${file.name}"`,
    'X-Content-Type-Options': 'nosniff',
  })
  try {
    await pipeline(startingWith(first, source), response)
  } catch (error) {
    if (!hasLeft(error)) throw error
  }
}

async function* startingWith<T>(
  first: IteratorResult<T, unknown>,
  rest: AsyncGenerator<T, unknown>,
): AsyncGenerator<T> {
  if (first.done !== true) yield first.value
  yield* rest
}

function hasLeft(error: unknown): boolean {
  return error instanceof Error && 'code' in error && departures.has(error.code)
}
