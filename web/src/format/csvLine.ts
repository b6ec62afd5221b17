import type { Delimiter } from 'contract/files.ts'

/** A line of CSV (RFC 4180) with its end; cells are in quotes where they need them. Text from outside has to be safe already. */
export function csvLine(cells: readonly string[], delimiter: Delimiter = ','): string {
  const quoted = cells.map((cell) =>
    /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell,
  )
  return `${quoted.join(delimiter)}\r\n`
}
