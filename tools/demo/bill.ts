import { dollarsOf, formatDollars, priceNote } from '../../functions/src/contract/prices.ts'
import { formatCount } from '../local/report.ts'

/** One line of the demo's bill. */
export interface Step {
  readonly name: string
  /** What Tidemark reported for the step. */
  readonly tidemark: { readonly reads: number; readonly writes: number }
  /** The reads of the same thing without Tidemark, and how they come about; null where there is nothing to compare. */
  readonly direct: { readonly reads: number; readonly how: string } | null
}

const titles = ['', 'reads', 'writes', '$ per 1,000', 'reads directly', '$ per 1,000', 'how directly']

const notes = [
  'Tidemark: as it reports each run and each page. Directly: each query was really run on the emulator; a read for each',
  'document it returned (at least one a query), for count() one for every 1,000 index entries that match.',
  'Beside it, each write of an order is reported by one small document: one write more, in no line above.',
  `Prices: ${priceNote};`,
  "the free daily quota and everything but Firestore's reads and writes are left out.",
]

/** The bill as lines of text: each step through Tidemark beside reading `orders` directly. */
export function billLines(steps: readonly Step[]): string[] {
  return [...tableLines([titles, ...steps.map(cellsOf)]), '', ...notes]
}

function cellsOf({ name, tidemark, direct }: Step): string[] {
  return [
    name,
    formatCount(tidemark.reads),
    formatCount(tidemark.writes),
    formatDollars(1_000 * dollarsOf(tidemark)),
    direct === null ? '-' : formatCount(direct.reads),
    direct === null ? '-' : formatDollars(1_000 * dollarsOf({ reads: direct.reads, writes: 0 })),
    direct === null ? '' : direct.how,
  ]
}

/** Rows in columns: the first and the last to the left, the figures between them to the right. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)))
  const isLeft = (column: number): boolean => column === 0 || column === columns - 1
  return rows.map((row) =>
    row
      .map((cell, i) => (isLeft(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

/** What a month comes to for a shop like the demo's, from the steps' own figures. */
export function monthLines(month: {
  readonly sync: Step
  readonly page: Step
  readonly syncs: number
  readonly pages: number
}): string[] {
  const { sync, page, syncs, pages } = month
  const tidemark = {
    reads: syncs * sync.tidemark.reads + pages * page.tidemark.reads,
    writes: syncs * sync.tidemark.writes,
  }
  const direct = { reads: pages * (page.direct?.reads ?? 0), writes: 0 }
  const copying = { reads: syncs * (sync.direct?.reads ?? 0), writes: 0 }
  return [
    `A month of ${formatCount(syncs)} such syncs and ${formatCount(pages)} first pages would come to`,
    ...tableLines([
      monthCells('Tidemark', tidemark),
      monthCells('reading orders directly, page by page', direct),
      monthCells('fetching everything with every sync, before any page', copying),
    ]),
  ]
}

function monthCells(name: string, bill: { readonly reads: number; readonly writes: number }): string[] {
  return [
    `  ${name}`,
    `${formatCount(bill.reads)} reads`,
    `${formatCount(bill.writes)} writes`,
    formatDollars(dollarsOf(bill)),
  ]
}
