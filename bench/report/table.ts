/** A cell: text to the left, numbers to the right. */
export type Cell = string | Figure

/** A number as it is shown. */
export interface Figure {
  readonly shown: string
}

export function figure(shown: string): Figure {
  return { shown }
}

/** A Markdown table whose columns are as wide as their widest cell, so that it reads well as plain text, too. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const isRight = titles.map((_, i) => rows.some((row) => typeof row[i] === 'object'))
  const texts = rows.map((row) => titles.map((_, i) => textOf(row[i])))
  const widths = titles.map((title, i) => Math.max(3, title.length, ...texts.map((row) => row[i]?.length ?? 0)))
  const lineOf = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (isRight[i] === true ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, i) => (isRight[i] === true ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [lineOf(titles), lineOf(rule), ...texts.map(lineOf)]
}

function textOf(cell: Cell | undefined): string {
  const text = typeof cell === 'object' ? cell.shown : (cell ?? '')
  return text.replaceAll('|', '\\|')
}
