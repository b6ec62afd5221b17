import type { Column, ColumnDeclaration, Stream } from '../../model/stream.ts'
import { listColumns } from '../encoding/columns.ts'
import { findBytes, type Finder } from './findBytes.ts'

/** A column that is searched, and how; each line of `lines` is a text of its own. */
export interface Searched {
  readonly name: string
  readonly by: NonNullable<Column<never>['search']>
}

/** A stream's declaration as queries use it: the columns of its blocks, its facets, what is searched, how it sorts. */
export interface Layout {
  readonly stream: Stream
  readonly columns: readonly ColumnDeclaration[]
  readonly facets: readonly string[]
  readonly searched: readonly Searched[]
  /** The number of sort orders in which a block may come to be kept. */
  readonly sorts: number
  /** The byte search that looks through the text. */
  readonly finder: Finder
}

/** The layout of a stream; a machine that has a faster search than the engine's own hands it in. */
export function layoutOf(stream: Stream, finder: Finder = findBytes): Layout {
  return {
    stream,
    columns: listColumns(stream),
    facets: stream.columns.filter(({ facet }) => facet).map(({ name }) => name),
    searched: searchedOf(stream),
    // By id and by key time beside those that are declared.
    sorts: 2 + stream.columns.filter(({ sort }) => sort).length,
    finder,
  }
}

/** The columns of a stream that are searched: ids, and those that are declared so. */
export function searchedOf({ columns }: Pick<Stream, 'columns'>): readonly Searched[] {
  const declared = columns.flatMap(({ name, search }) => (search ? [{ name, by: search }] : []))
  return [{ name: 'id', by: 'text' }, ...declared]
}
