import { instantFromMs, shift } from '../../functions/src/lib/instant.ts'
import type { Pipeline } from '../../functions/src/model/pipeline.ts'
import { noInputs, type Source, type SourceRecord } from '../../functions/src/model/source.ts'

/** The numbers of records that were read of a stream: by a full run, by an incremental one, and by ids. */
export interface ReadStream {
  readonly stream: string
  readonly enumerated: number
  readonly changed: number
  readonly lookedUp: number
}

const pageSize = 480
/** The number of ids that are looked up: some streams take a call for each. */
const someIds = 120
/** An id that nothing has. */
const unknownIds: Readonly<Record<string, string>> = { inventoryCounts: 'NOTHING:LOC0000000001:IN_STOCK' }

/** Reads a stream as a first sync does, and what changed since a moment (milliseconds) as the next one does; then some records by id. */
export async function readEverything(
  { source, stream }: Pick<Pipeline, 'source' | 'stream'>,
  sinceMs: number,
  nowMs: number,
): Promise<ReadStream> {
  const enumerated = await enumerate(source)
  const window = { from: { kind: 'at', at: instantFromMs(sinceMs) }, until: instantFromMs(nowMs) } as const
  const changed: SourceRecord[] = []
  for await (const { records } of source.changes(window, pageSize)) changed.push(...records)
  const daysAgo = shift(window.until, -4 * 86_400_000)
  if (source.recent !== null) await source.recent.parts(daysAgo)
  const ids = enumerated.map(({ sourceId }) => sourceId).slice(0, someIds)
  const { found, absent } = await source.lookup([...ids, unknownIds[stream.name] ?? 'NOTHING'], noInputs)
  if (found.length !== ids.length || absent.length !== 1) {
    throw new Error(
      `Of ${ids.length} records of ${stream.name} and one that nobody has, ${found.length} were found by id.`,
    )
  }
  return { stream: stream.name, enumerated: enumerated.length, changed: changed.length, lookedUp: found.length }
}

async function enumerate(source: Source): Promise<SourceRecord[]> {
  const all: SourceRecord[] = []
  const { names } = await source.parts()
  for (const part of names) {
    for await (const { records } of source.enumerate(part, null, pageSize, noInputs)) all.push(...records)
  }
  return all
}
