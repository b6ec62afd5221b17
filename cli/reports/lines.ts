import { majorUnits } from '../../functions/src/contract/money.ts'
import type { Comparison, Difference, Line, Sum } from './compare.ts'

/** More differences than this are counted, and not named. */
const named = 20

/** The report of one merchant for people. */
export function reportLines(merchant: string, { lines, differences }: Comparison): string[] {
  const titles = ['day', 'location', 'status', 'at the vendor', '', 'cached', '', '']
  const rows = lines.map((line) => [
    line.day,
    line.locationId,
    line.status,
    ...figuresOf(line.vendor, line.currency),
    ...figuresOf(line.cache, line.currency),
    isSame(line) ? '' : 'differs',
  ])
  const unexplained = differences.filter(({ explanation }) => explanation === null)
  return [
    `Square merchant ${merchant}`,
    ...padded([titles, ...rows]),
    `Lines that differ: ${lines.filter((line) => !isSame(line)).length} of ${lines.length}. ` +
      `Records that differ: ${differences.length}, of which ${unexplained.length} are unexplained.`,
    ...differenceLines(differences),
  ]
}

function figuresOf({ count, total }: Sum, currency: string): [string, string] {
  return [String(count), `${majorUnits(total, currency)} ${currency}`]
}

function isSame({ vendor, cache }: Line): boolean {
  return vendor.count === cache.count && vendor.total === cache.total
}

/** Returns a line for each difference, those without an explanation first; of many the first 20 and a count. */
function differenceLines(differences: readonly Difference[]): string[] {
  const sorted = differences.toSorted((a, b) => Number(a.explanation !== null) - Number(b.explanation !== null))
  const rest = sorted.length - named
  return [
    ...sorted
      .slice(0, named)
      .map(({ kind, id, what, explanation }) => `  ${kind} ${id} ${what}: ${explanation ?? 'UNEXPLAINED'}`),
    ...(rest > 0 ? [`  and ${rest} more: --json names them all`] : []),
  ]
}

/** Rows whose columns stand below each other. */
function padded(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
}
