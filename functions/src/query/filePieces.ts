/** A file format: its header, and a line for each record with its end. */
export interface FileFormat<T> {
  readonly header: () => string
  readonly line: (record: T) => string
}

/** A JSON document a line; times are in UTC. */
export const ndjson: FileFormat<unknown> = { header: () => '', line: (record) => `${JSON.stringify(record)}\n` }

/** The characters with which a piece is given out (one record may exceed them); UTF-8 may take three times as many bytes. */
const pieceCharacters = 65_536

/**
 * The records of the pages as pieces of a file; returns the number of records and what the pages returned. Reads on only as pieces are
 * taken, and stops once the reader does.
 */
export async function* piecesOf<T, End>(
  pages: AsyncGenerator<readonly T[], End>,
  { header, line }: FileFormat<T>,
): AsyncGenerator<string, { readonly rows: number; readonly end: End }> {
  // Ends the pages too where nobody takes the pieces to their end.
  await using source = pages
  let rows = 0
  let piece = header()
  for (let page = await source.next(); ; page = await source.next()) {
    if (page.done === true) {
      if (piece !== '') yield piece
      return { rows, end: page.value }
    }
    for (const record of page.value) {
      rows += 1
      piece += line(record)
      if (piece.length < pieceCharacters) continue
      yield piece
      piece = ''
    }
  }
}
