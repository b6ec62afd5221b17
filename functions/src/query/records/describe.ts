import type { ColumnDescription, StreamDescription } from '../../contract/records.ts'
import type { Column, Stream } from '../../model/stream.ts'

/** Describes a stream for a page that shows it; columns that are never shown are left out. */
export function describeStream({ name, columns }: Stream, pipelines: readonly string[]): StreamDescription {
  return { name, pipelines, columns: columns.filter(({ hidden }) => !hidden).map(describeColumn) }
}

function describeColumn<R>({ name, label, kind, facet, range, sort, search, money }: Column<R>): ColumnDescription {
  return {
    name,
    label,
    kind,
    ...(facet && { facet }),
    ...(range && { range }),
    ...(sort && { sort }),
    ...(search && { search: true }),
    ...(money && { money }),
  }
}
