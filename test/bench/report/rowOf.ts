/** The cells of a table's row but for its name. */
export function rowOf(lines: readonly string[], name: string): string[] {
  const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()))
  return cells.find((row) => row[1] === name)?.slice(2, -1) ?? []
}
