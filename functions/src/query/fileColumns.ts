import { csvCell, csvName, type CsvStyle, type FileColumn } from '../contract/csvCells.ts'
import { csvHeaderOf, csvLineOf } from './csv.ts'
import { ndjson, type FileFormat } from './filePieces.ts'

/** CSV of these columns. */
export function csvOf<T>(columns: readonly FileColumn<T>[], style: CsvStyle): FileFormat<T> {
  const names = columns.map((column) => csvName(column, style))
  return {
    header: () => csvHeaderOf(names, style),
    line: (record) =>
      csvLineOf(
        columns.map((column) => csvCell(column, record, style)),
        style,
      ),
  }
}

/** NDJSON of these columns, by their names. */
export function ndjsonOf<T>(columns: readonly FileColumn<T>[]): FileFormat<T> {
  return {
    ...ndjson,
    line: (record) =>
      ndjson.line(Object.fromEntries(columns.map((column) => [column.name, column.of(record) ?? null]))),
  }
}
