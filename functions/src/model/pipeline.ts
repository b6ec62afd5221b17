import type { Row } from './row.ts'
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
  /** The pipelines whose rows its records are made of, or made complete with. They run first. */
  readonly inputs: readonly Input[]
}

/** Rows of another pipeline that records depend on. */
export interface Input {
  readonly pipeline: string
  readonly stream: Stream
  /** The records that a row concerns, by their source ids: a commit that changes the row reports them. */
  readonly idsOf: (row: Row) => readonly string[]
}

/** A pipeline whose records depend on another one's rows, as that one's commits know it. */
export interface Dependent {
  readonly pipeline: string
  readonly identity: string
  readonly idsOf: Input['idsOf']
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

/** The pipelines among `all` that depend on this one. */
export function dependentsOf({ id }: Pick<Pipeline, 'id'>, all: readonly Pipeline[]): Dependent[] {
  return all.flatMap(({ id: pipeline, source, inputs }) =>
    inputs
      .filter((input) => input.pipeline === id)
      .map(({ idsOf }) => ({ pipeline, identity: source.identity, idsOf })),
  )
}

/** Pipelines in waves: each behind those that its records depend on. Throws a RangeError where they depend on each other. */
export function inWaves<P extends Pick<Pipeline, 'id' | 'inputs'>>(pipelines: readonly P[]): P[][] {
  const waves: P[][] = []
  let waiting = [...pipelines]
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ id }) => id))
    const wave = waiting.filter(({ inputs }) => !inputs.some(({ pipeline }) => names.has(pipeline)))
    if (wave.length === 0) throw new RangeError(`The pipelines ${[...names].join(', ')} depend on each other.`)
    waves.push(wave)
    waiting = waiting.filter((one) => !wave.includes(one))
  }
  return waves
}
