import { instantFromMs, isoOf, type Instant } from '../../lib/instant.ts'
import { pipelineOf, type Input, type Pipeline } from '../../model/pipeline.ts'
import type { Row } from '../../model/row.ts'
import { recordIdOf, sourceIdOf, type Reference } from '../../model/stream.ts'
import type { MissingRecord } from '../../streams/missingRecords/schema.ts'
import { missingRecordStream } from '../../streams/missingRecords/stream.ts'
import type { AccountList, AccountPipelines } from './account.ts'
import { createDerivedSource } from './source.ts'

/** A list of rows that refers to others, or is referred to. */
interface Side extends AccountList {
  /** Those of its references whose target is copied, too. */
  readonly references: readonly Reference[]
  readonly isTarget: boolean
}

/**
 * The pipeline of the records of an account that are referred to and missing; none where its streams do not refer to one another. Like
 * all that is derived, it is computed again where a commit changed either side, so that it never misses a record that came later.
 */
export function missingRecordPipelines({ source, account, lists }: AccountPipelines, now: () => Instant): Pipeline[] {
  const sides = sidesOf(lists)
  return sides.length === 0 ? [] : [pipelineOfSides({ source, account }, sides, now)]
}

function sidesOf(lists: readonly AccountList[]): Side[] {
  const names = new Set(lists.map(({ stream }) => stream.name))
  const referring = lists.map((list) => ({
    ...list,
    references: (list.stream.references ?? []).filter(({ to }) => names.has(to)),
  }))
  const targets = new Set(referring.flatMap(({ references }) => references.map(({ to }) => to)))
  return referring
    .map((list) => ({ ...list, isTarget: targets.has(list.stream.name) }))
    .filter(({ references, isTarget }) => isTarget || references.length > 0)
}

function pipelineOfSides(
  { source, account }: Pick<Pipeline, 'source' | 'account'>,
  sides: readonly Side[],
  now: () => Instant,
): Pipeline {
  const derived = createDerivedSource<MissingRecord>({
    name: source.name,
    identity: `missing/${sides.map(({ pipeline }) => pipeline).join(',')}`,
    now,
    of: (sourceId, rows) => missingOf(recordIdOf(source.name, sourceId), keyedBy(sourceId), sides, rows),
  })
  return pipelineOf(derived, missingRecordStream, account, sides.map(inputOf))
}

function inputOf(side: Side): Input {
  const { pipeline, stream, references, isTarget } = side
  return {
    pipeline,
    stream,
    byIdsOnly: true,
    idsOf: (row) => [
      ...(isTarget ? [keyOf(stream.name, sourceIdOf(row.id))] : []),
      ...references.flatMap(({ column, to }) => targetsIn(row, column).map((id) => keyOf(to, id))),
    ],
  }
}

/** The record of a missing one; null where it is there, or nobody refers to it. */
function missingOf(
  id: string,
  { stream, missingId }: Pick<MissingRecord, 'stream' | 'missingId'>,
  sides: readonly Side[],
  rows: Readonly<Record<string, readonly Row[]>>,
): MissingRecord | null {
  const found = sides.flatMap((side) => (rows[side.pipeline] ?? []).map((row) => ({ side, row })))
  const isThere = found.some(({ side, row }) => side.stream.name === stream && sourceIdOf(row.id) === missingId)
  const referring = found.filter(({ side: { references }, row }) =>
    references.some(({ column, to }) => to === stream && targetsIn(row, column).includes(missingId)),
  )
  const newest = referring.reduce<Row | null>(
    (last, { row }) => (last === null || isBehind(row, last) ? row : last),
    null,
  )
  if (isThere || newest === null) return null
  const from = new Set(referring.map(({ side }) => side.stream.name))
  return {
    id,
    stream,
    missingId,
    references: referring.length,
    from: [...from].toSorted().join(', '),
    example: newest.id,
    createdAt: isoOf(instantFromMs(newest.createdAt)),
  }
}

function isBehind(a: Row, b: Row): boolean {
  return a.createdAt > b.createdAt || (a.createdAt === b.createdAt && a.id > b.id)
}

/** The ids in a cell, one a line. */
function targetsIn(row: Row, column: string): readonly string[] {
  const cell = row[column]
  return typeof cell === 'string' ? cell.split('\n').filter(Boolean) : []
}

/** The source id of a record that may be missing. An id of a vendor's may hold anything, a document's may not. */
function keyOf(stream: string, id: string): string {
  return `${stream}:${encodeURIComponent(id)}`
}

function keyedBy(key: string): Pick<MissingRecord, 'stream' | 'missingId'> {
  const end = key.indexOf(':')
  return { stream: key.slice(0, end), missingId: decodeURIComponent(key.slice(end + 1)) }
}
