import { declarationDigest } from '../cache/head.ts'
import type { PipelineState } from '../model/state.ts'
import { childPipelineOf, declarationOf, type Stream } from '../model/stream.ts'

/**
 * Tells whether a cache's rows and counts follow another declaration of columns than the stream has now. Then a full run is due,
 * which writes them anew from the documents before it reads the source.
 */
export function isOutdated({ pipeline, cacheVersion, declaration, children }: PipelineState, stream: Stream): boolean {
  if (cacheVersion === 0) return false
  const parts = (stream.children ?? []).map(({ stream: child }) => child)
  return (
    declaration !== digestOf(stream) ||
    parts.some((child) => children[childPipelineOf(pipeline, child.name)]?.declaration !== digestOf(child))
  )
}

/** A text that is another one where the columns of a stream, or of its parts, are declared otherwise. */
export function declarationsOf(stream: Stream): string {
  return [stream, ...(stream.children ?? []).map((child) => child.stream)].map(digestOf).join(' ')
}

function digestOf(stream: Stream): string {
  return declarationDigest(declarationOf(stream))
}

/** The alert's words for a declaration that has changed. */
export function outdatedMessage({ name }: Stream): string {
  return (
    `The columns of ${name} were declared anew. A full run starts by itself and prepares them; until then filters and orders by a ` +
    'column that is new or has changed are refused.'
  )
}
