import type { Row } from './row.ts'
import type { Source } from './source.ts'
import { childPipelineOf, type CachedRecord, type Stream } from './stream.ts'

/** A source, the stream that its records are of, and whose they are: what runs copy. */
export interface Pipeline {
  /** `source.stream`, or `source.account.stream`: it names the head, the segments and the watermark document. */
  readonly id: string
  readonly source: Source
  readonly stream: Stream
  /** The account at the vendor, where a deployment may have several; null where there is one only. */
  readonly account: string | null
  /** The pipelines whose rows its records are made of, or made complete with. They run first. */
  readonly inputs: readonly Input[]
}

/** Rows of another pipeline, or of one's child stream, that records depend on. */
export interface Input {
  readonly pipeline: string
  readonly stream: Stream
  /** The records that a row concerns, by their source ids: a commit that changes the row reports them. */
  readonly idsOf: (row: Row) => readonly string[]
  /** Only which records a row concerns matters to them, and nothing else of it: other changes are not reported. */
  readonly byIdsOnly?: true
}

/** A pipeline whose records depend on another one's rows, as that one's commits know it. */
export interface Dependent {
  readonly pipeline: string
  readonly identity: string
  /** The pipeline whose rows they are: the other one, or one of its child streams. */
  readonly input: string
  readonly idsOf: Input['idsOf']
  readonly byIdsOnly: boolean
  /** True where all of its records are computed from its inputs. */
  readonly isComputed: boolean
}

/** A pipeline of a source's records. Throws a RangeError for an account that cannot be part of a pipeline's id. */
export function pipelineOf<R extends CachedRecord>(
  source: Source<R>,
  stream: Stream<R>,
  account: string | null = null,
  inputs: readonly Input[] = [],
): Pipeline {
  if (account !== null && !/^\w{1,100}$/.test(account))
    throw new RangeError('An account is named by up to 100 letters, digits and _.')
  return { id: [source.name, account ?? [], stream.name].flat().join('.'), source, stream, account, inputs }
}

/** The ids of the pipelines whose rows this one's commits write: its own, and those of its child streams. */
function writtenBy({ id, stream }: Pick<Pipeline, 'id' | 'stream'>): string[] {
  return [id, ...(stream.children ?? []).map((one) => childPipelineOf(id, one.stream.name))]
}

/** The pipelines among `all` that depend on this one, or on its child streams. */
export function dependentsOf(pipeline: Pick<Pipeline, 'id' | 'stream'>, all: readonly Pipeline[]): Dependent[] {
  const written = writtenBy(pipeline)
  return all.flatMap(({ id, source, inputs }) =>
    inputs
      .filter((input) => written.includes(input.pipeline))
      .map(({ pipeline: input, idsOf, byIdsOnly = false }) => ({
        pipeline: id,
        identity: source.identity,
        input,
        idsOf,
        byIdsOnly,
        isComputed: source.strategy === 'derived',
      })),
  )
}

/** Pipelines in waves: each behind those that its records depend on. Throws a RangeError where they depend on each other. */
export function inWaves<P extends Pick<Pipeline, 'id' | 'stream' | 'inputs'>>(pipelines: readonly P[]): P[][] {
  const waves: P[][] = []
  let waiting = [...pipelines]
  while (waiting.length > 0) {
    const unwritten = new Set(waiting.flatMap(writtenBy))
    const wave = waiting.filter(({ inputs }) => !inputs.some(({ pipeline }) => unwritten.has(pipeline)))
    if (wave.length === 0) {
      throw new RangeError(`The pipelines ${waiting.map(({ id }) => id).join(', ')} depend on each other.`)
    }
    waves.push(wave)
    waiting = waiting.filter((one) => !wave.includes(one))
  }
  return waves
}
