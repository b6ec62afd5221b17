import type { ColumnDescription, StreamDescription } from '../../contract/records.ts'
import type { Column, Stream } from '../../model/stream.ts'

/** Describes a stream for a page that shows it; columns that are never shown are left out. `streams` names those there are. */
export function describeStream(
  { name, label, columns, references = [] }: Stream,
  pipelines: readonly string[],
  streams: readonly string[],
): StreamDescription {
  const targetOf = (column: string): string | undefined =>
    references.find((one) => one.column === column && streams.includes(one.to))?.to
  return {
    name,
    ...(label !== undefined && { label }),
    pipelines,
    columns: columns.filter(({ hidden }) => !hidden).map((column) => describeColumn(column, targetOf(column.name))),
  }
}

function describeColumn<R>(column: Column<R>, references: string | undefined): ColumnDescription {
  const { name, label, kind, facet, range, sort, search, money, shown, exported } = column
  return {
    name,
    label,
    kind,
    ...(facet && { facet }),
    ...(range && { range }),
    ...(sort && { sort }),
    ...(search && { search: true }),
    ...(money && { money }),
    ...(shown === false && { shown }),
    ...(exported === false && { exported }),
    ...(references !== undefined && { references }),
  }
}
