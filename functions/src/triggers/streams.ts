import type { Deps } from '../deps.ts'
import { InvalidInputError } from '../lib/errors.ts'
import type { CacheReader } from '../query/store/reader.ts'

/** The reader of the stream that a request names. Throws an InvalidInputError that lists those there are. */
export function readerOf({ readers }: Deps, stream: string): CacheReader {
  const reader = readers.get(stream)
  if (reader !== undefined) return reader
  throw new InvalidInputError('stream', `must be one of ${[...readers.keys()].join(', ')}`)
}
