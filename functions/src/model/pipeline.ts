import type { Source } from './source.ts'
import type { CachedRecord, Stream } from './stream.ts'

/** A source and the stream that its records are of: what runs copy, and what has a head and a watermark document. */
export interface Pipeline {
  /** `source.stream`: it names the head, the segments and the watermark document. */
  readonly id: string
  readonly source: Source
  readonly stream: Stream
}

export function pipelineOf<R extends CachedRecord>(source: Source<R>, stream: Stream<R>): Pipeline {
  return { id: `${source.name}.${stream.name}`, source, stream }
}
