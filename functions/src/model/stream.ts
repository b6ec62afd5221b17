import type { z } from 'zod'

import type { SourceName } from '../contract/order.ts'
import type { ColumnKind } from '../contract/records.ts'

/** The value of a row in one column. Times are milliseconds since 1970; a flag is never null. */
export type Cell = string | number | boolean | null

/** A column as heads carry it: how it is stored and what it can answer. */
export interface ColumnDeclaration {
  readonly name: string
  readonly kind: ColumnKind
  /** A category whose values are counted in zone maps and in the head. */
  readonly facet?: true
  /** A number or time whose least and greatest value stand in a segment's zone map, so that filters leave segments alone. */
  readonly range?: true
}

/** A column of a stream's rows: where its cells come from, and what lists make of them. */
export interface Column<R> extends ColumnDeclaration {
  /** The heading that people read. */
  readonly label: string
  of(record: R): Cell
  readonly sort?: true
  /**
   * The way of searching the column: for a part of its text, or of one of its lines; of a phone number only the digits count, however it is
   * written.
   */
  readonly search?: 'text' | 'lines' | 'phone'
  /** True where the column names a person, or leads to one: a tombstone keeps none of it. */
  readonly personal?: true
  /** An amount in minor units, and the column that names its currency. */
  readonly money?: { readonly currency: string }
  /** True where the column is searched and never returned. */
  readonly hidden?: true
  /** False where the column is returned, and in no table until a reader chooses it. */
  readonly shown?: false
  /** False where only files that name their columns may have this one. */
  readonly exported?: false
}

/** Every stream's record has an id, `source:sourceId`: the id of its document. */
export interface CachedRecord {
  readonly id: string
}

/** A column whose cells name records of another stream of the same account, by their ids at the source; empty cells name none. */
export interface Reference {
  readonly column: string
  /** The other stream's name. */
  readonly to: string
}

/** The declaration of a kind of record: its schema, and the columns of its rows. Whatever its sources are, they bring records of this schema. */
export interface Stream<R extends CachedRecord = CachedRecord> {
  /** The stream's name: it names the collections (`cache/paths.ts`), and follows the source's name in a pipeline's. */
  readonly name: string
  /** The stream's name for people; by default it follows from `name`. */
  readonly label?: string
  readonly schema: z.ZodType<R>
  readonly columns: readonly Column<R>[]
  /** The moment by which rows stand in segments and lists, `createdAt` in every answer (milliseconds since 1970). */
  keyTime(record: R): number
  /** A flag that says that a word has no meaning here, and the column of the word: the words of such rows are counted. */
  readonly unknownWords?: { readonly flag: string; readonly word: string }
  /**
   * The columns that name records of other streams. Records that are named and that the cache does not have are counted, listed and alarmed
   * (`streams/missingRecords/`).
   */
  readonly references?: readonly Reference[]
  /** The alert that is open while there are any records, where each of them is something that a person has to look at. */
  readonly alarm?: { readonly kind: string; message(this: void, count: number): string }
  /** The streams of the parts that a record consists of. */
  readonly children?: readonly Children<R>[]
}

/**
 * A stream of the parts of other records: line items, payments. Its rows change in the commits of their parents, whose documents
 * hold them: they have none of their own.
 */
export interface Children<R extends CachedRecord> {
  readonly stream: Stream
  /** The parts of a record. An id is the record's, a `#`, and what tells a part from the others, without another `#`. */
  of(this: void, record: R): readonly CachedRecord[]
}

/** The id of the record that a part with this id belongs to; null where it cannot be one of a part. */
export function parentIdOf(id: string): string | null {
  const end = id.lastIndexOf('#')
  return end > 0 ? id.slice(0, end) : null
}

/** The id of the pipeline of a child stream, beside the one of its parents. */
export function childPipelineOf(pipeline: string, stream: string): string {
  return `${pipeline.slice(0, pipeline.lastIndexOf('.'))}.${stream}`
}

/** Names that no column may have: the key and the sync fields of every row, and the word by which filters search. */
export const keyNames: readonly string[] = ['id', 'createdAt', 'version', 'hash', 'deletedAt', 'search']

/** A stream whose declaration holds together. Throws a RangeError that names what does not. */
export function defineStream<R extends CachedRecord>(stream: Stream<R>): Stream<R> {
  const names = stream.columns.map(({ name }) => name)
  const fault =
    stream.columns.map((column, i) => faultOf(column, names, i)).find((found) => found !== null) ??
    referenceFault(stream)
  if (fault != null) throw new RangeError(`The stream ${stream.name}: ${fault}.`)
  return stream
}

function referenceFault<R extends CachedRecord>({ references = [], columns }: Stream<R>): string | undefined {
  const texts = columns.filter(({ kind }) => kind === 'text' || kind === 'category').map(({ name }) => name)
  const wrong = references.find(({ column }) => !texts.includes(column))
  return wrong === undefined ? undefined : `${wrong.column} is no text of it, and cannot name a record of ${wrong.to}`
}

function faultOf<R>({ name, kind, facet, range, search, money }: Column<R>, names: readonly string[], i: number) {
  // An object has members of its own, like `constructor`, that a look-up by such a name would find.
  if (keyNames.includes(name) || name in {}) return `${name} is taken: the column needs another name`
  if (!/^[a-z]\w{0,99}$/i.test(name)) return `"${name}" is no name of a column: letters, digits and _, a letter first`
  if (names.indexOf(name) !== i) return `the column ${name} is declared twice`
  if (facet && kind !== 'category') return `${name} is no category, and only those can be facets`
  if (range && !['integer', 'number', 'time'].includes(kind))
    return `${name} is no number and no time, and has no range`
  if (search && kind !== 'text') return `${name} is no text, and cannot be searched`
  if (money && (kind !== 'integer' || !names.includes(money.currency)))
    return `${name} is no integer, or no column ${money.currency} names its currency`
  return null
}

/** The part of a stream's declaration that stored rows and counts follow from. */
export function declarationOf({ columns }: Pick<Stream, 'columns'>): readonly ColumnDeclaration[] {
  return columns.map(({ name, kind, facet, range }) => ({
    name,
    kind,
    ...(facet && { facet }),
    ...(range && { range }),
  }))
}

/** Tells whether two columns are stored alike and answer alike. */
export function sameColumn(a: ColumnDeclaration, b: ColumnDeclaration | undefined): boolean {
  return b !== undefined && a.name === b.name && a.kind === b.kind && a.facet === b.facet && a.range === b.range
}

/** The id under which the cache knows a source's record. */
export function recordIdOf(source: SourceName, sourceId: string): string {
  return `${source}:${sourceId}`
}

/** Returns the source's own id of the record with this id. */
export function sourceIdOf(id: string): string {
  return id.slice(id.indexOf(':') + 1)
}
