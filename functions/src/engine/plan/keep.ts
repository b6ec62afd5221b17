import type { AnyColumn } from '../encoding/columns.ts'
import { textReader } from '../encoding/texts.ts'
import type { RangeTest, WordTest } from './filter.ts'

/** Clears the marks of rows whose value lies outside. */
export function keepInRange(marks: Uint8Array, values: Float64Array, { min, max }: RangeTest): void {
  for (let i = 0; i < marks.length; i++) {
    // What has no value (NaN) is in no range.
    if (!((values[i] ?? NaN) >= min && (values[i] ?? NaN) <= max)) marks[i] = 0
  }
}

/** Clears the marks of rows whose word does not pass. */
export function keepWords(marks: Uint8Array, column: AnyColumn | undefined, { words }: WordTest): void {
  if (column === undefined || column instanceof Float64Array)
    throw new TypeError('A test of words is of a column of words.')
  if (column instanceof Uint8Array) {
    for (let i = 0; i < marks.length; i++) if (!words.has(String(column[i] === 1))) marks[i] = 0
  } else if ('words' in column) {
    const allowed = Uint8Array.from(column.words, (word) => Number(word !== null && words.has(word)))
    for (let i = 0; i < marks.length; i++) if (allowed[column.codes[i] ?? 0] === 0) marks[i] = 0
  } else {
    const textOf = textReader(column)
    for (let i = 0; i < marks.length; i++) if (marks[i] === 1 && !words.has(textOf(i) ?? '')) marks[i] = 0
  }
}
