/** Spreadsheets calculate what begins so, whatever blanks or quotes stand before it. */
const formula = /^[\s"']*[=+\-@＝＋－＠]/u

/** A line of CSV (RFC 4180), every cell in quotes; one that a spreadsheet would calculate begins with an apostrophe. */
export function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => `"${(formula.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`)
  return `${quoted.join(',')}\r\n`
}
