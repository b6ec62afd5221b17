import type { CallableResponse } from 'firebase-functions/https'

import type { ExportOrdersChunk } from '../contract/api.ts'

type Stream = CallableResponse<ExportOrdersChunk>

/**
 * Streams the pieces of a file to a callable's client, each when the connection has taken the one before it, and returns
 * what they return. Ends them, and returns null, once the client has left.
 */
export async function sendPieces<End>(pieces: AsyncGenerator<string, End>, stream: Stream): Promise<End | null> {
  await using source = pieces
  for (let piece = await source.next(); ; piece = await source.next()) {
    if (piece.done === true) return piece.value
    if (!(await isTaken({ text: piece.value }, stream))) return null
  }
}

/** Waits until the connection has taken the chunk; false once the client has left. */
async function isTaken(chunk: ExportOrdersChunk, stream: Stream): Promise<boolean> {
  const { signal } = stream
  const left = Promise.withResolvers<boolean>()
  const leave = (): void => left.resolve(false)
  signal.addEventListener('abort', leave)
  try {
    // A write fails only with its connection; one to a connection that is already gone may never be answered.
    const sent = stream.sendChunk(chunk).then(
      () => !signal.aborted,
      () => false,
    )
    return await Promise.race([sent, left.promise])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
