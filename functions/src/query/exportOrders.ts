import { TimeZone } from '../lib/timeZone.ts'
import type { ExportFormat, ExportOrdersRequest, ExportOrdersResponse, OrderRow } from '../model/api.ts'
import { csvHeader, csvLine } from './csv.ts'
import { rowPages } from './rowPages.ts'
import { defaultSort } from './sort.ts'
import type { CacheReader } from './view.ts'

/** How a format writes a file: what comes first, and each row with its end of line. */
interface Format {
  readonly header: (zone: TimeZone) => string
  readonly line: (row: OrderRow, zone: TimeZone) => string
}

const formats: Readonly<Record<ExportFormat, Format>> = {
  csv: { header: csvHeader, line: csvLine },
  ndjson: { header: () => '', line: (row) => `${JSON.stringify(row)}\n` },
}

/** A piece is given out as soon as it is so long (by one row too long at most); UTF-8 may take three times as many bytes. */
const pieceCharacters = 65_536

/**
 * Every order of a parsed request as the pieces of one file, from one committed version of the cache; returns how many rows
 * it has and how fresh they are. Reads on only as pieces are taken, and no more once it is ended. `shopZone` is the time zone of
 * a request that names none.
 */
export async function* exportOrders(
  reader: CacheReader,
  { filter = {}, sort = defaultSort, format, timeZone }: ExportOrdersRequest,
  shopZone: string,
): AsyncGenerator<string, ExportOrdersResponse> {
  const zone = new TimeZone(timeZone ?? shopZone)
  const { rows, end } = yield* piecesOf(rowPages(reader, filter, sort), format, zone)
  return { rows, ...end }
}

/** The rows of the pages as pieces of a file; returns their number and what the pages returned. */
export async function* piecesOf<End>(
  pages: AsyncGenerator<readonly OrderRow[], End>,
  format: ExportFormat,
  zone: TimeZone,
): AsyncGenerator<string, { readonly rows: number; readonly end: End }> {
  const { header, line } = formats[format]
  // Ends the pages too where nobody takes the pieces to their end.
  await using source = pages
  let rows = 0
  let piece = header(zone)
  for (let page = await source.next(); ; page = await source.next()) {
    if (page.done === true) {
      if (piece !== '') yield piece
      return { rows, end: page.value }
    }
    for (const row of page.value) {
      rows += 1
      piece += line(row, zone)
      if (piece.length < pieceCharacters) continue
      yield piece
      piece = ''
    }
  }
}
