import { stringify } from 'csv-stringify/sync'

import type { CsvStyle } from '../contract/csvCells.ts'

/*
 * RFC 4180 as spreadsheets like it: a byte order mark, without which Excel takes UTF-8 for something older, and a header
 * (docs/decisions/csv.md).
 */

/** The text before the first row: the byte order mark and the names of the columns. */
export function csvHeaderOf(names: readonly string[], style: Pick<CsvStyle, 'delimiter'>): string {
  return `\uFEFF${csvLineOf(names, style)}`
}

/** One line with its end. */
export function csvLineOf(cells: readonly string[], { delimiter }: Pick<CsvStyle, 'delimiter'>): string {
  return stringify([[...cells]], { record_delimiter: '\r\n', delimiter })
}
