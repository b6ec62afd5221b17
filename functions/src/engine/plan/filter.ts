import { fold } from '../encoding/collation.ts'

/** Rows whose value in a column of numbers or times lies from `min` to `max`, both included; times are milliseconds. */
export interface RangeTest {
  readonly column: string
  readonly min: number
  readonly max: number
}

/** Rows that have one of `words` in a column: a category, a text, or a flag, whose words are `true` and `false`. */
export interface WordTest {
  readonly column: string
  readonly words: ReadonlySet<string>
}

/** A filter as tests that a row has to pass, all of them. */
export interface CompiledFilter {
  readonly ranges: readonly RangeTest[]
  readonly words: readonly WordTest[]
  /** A folded text that one of the row's texts has to hold; never empty. */
  readonly needle: string | null
}

/** Tells whether no test is left: every row passes. */
export function isUntested({ ranges, words, needle }: CompiledFilter): boolean {
  return ranges.length + words.length === 0 && needle === null
}

/** The test of a range whose ends may be open; none where both are. */
export function rangeTest(column: string, min = -Infinity, max = Infinity): RangeTest[] {
  return min === -Infinity && max === Infinity ? [] : [{ column, min, max }]
}

/** The test of a period: from a time on (inclusive), to another (exclusive), as ISO. */
export function periodTest(column: string, from?: string, to?: string): RangeTest[] {
  return rangeTest(
    column,
    from === undefined ? -Infinity : boundOf(from),
    to === undefined ? Infinity : boundOf(to) - 1,
  )
}

export function wordTest(column: string, words?: readonly string[]): WordTest[] {
  return words === undefined ? [] : [{ column, words: new Set(words) }]
}

/** Folds the text that is searched for; null where every row has it: nothing, or a text that folds to nothing (accents alone). */
export function needleOf(search = ''): string | null {
  return fold(search) || null
}

/**
 * Milliseconds since 1970 of an ISO time, rounded up: rows have whole milliseconds, so that a row is at or after a bound
 * that is finer exactly if it is at or after the next whole one (Date.parse drops the finer digits).
 */
export function boundOf(isoTime: string): number {
  return Date.parse(isoTime) + (/\.\d{3}\d*[1-9]/.test(isoTime) ? 1 : 0)
}
