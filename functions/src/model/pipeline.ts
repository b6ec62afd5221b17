import type { Source } from './source.ts'
import type { CachedRecord, Stream } from './stream.ts'

/** A source, the stream that its records are of, and whose they are: what runs copy. */
export interface Pipeline {
  /** `source.stream`, or `source.account.stream`: it names the head, the segments and the watermark document. */
  readonly id: string
  readonly source: Source
  readonly stream: Stream
  /** The account at the vendor, where a deployment may have several; null where there is one only. */
  readonly account: string | null
}

/** Throws a RangeError for an account that cannot be part of a pipeline's id. */
export function pipelineOf<R extends CachedRecord>(
  source: Source<R>,
  stream: Stream<R>,
  account: string | null = null,
): Pipeline {
  if (account !== null && !/^\w{1,100}$/.test(account))
    throw new RangeError('An account is named by up to 100 letters, digits and _.')
  return { id: [source.name, account ?? [], stream.name].flat().join('.'), source, stream, account }
}
