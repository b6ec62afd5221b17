import type { Row } from '../model/row.ts'
import { noUnmapped, type UnmappedStatuses } from '../model/state.ts'
import type { Stream } from '../model/stream.ts'
import type { LiveChange } from './facetCounts.ts'

/** The number of words that are told apart; the rows of all others are one number. */
const wordLimit = 50
/** The first 60 characters, none of them cut in two. */
const wordStart = /^.{0,60}/su

type Words = Pick<Stream, 'unknownWords'>

/** The shop's own word in a row that says that it has no meaning here; null where it has one. */
function wordOf({ unknownWords }: Words, row: Row | null): string | null {
  if (row === null || unknownWords === undefined || row[unknownWords.flag] !== true) return null
  const word = row[unknownWords.word]
  return typeof word === 'string' ? (wordStart.exec(word.trim())?.[0] ?? '') : ''
}

/**
 * `counts` after `changes`, exactly. While some rows have words that are not told apart, no further word is: so a word that
 * is listed is listed with all of its rows.
 */
export function recountUnmapped(
  stream: Words,
  counts: UnmappedStatuses,
  changes: readonly LiveChange[],
): UnmappedStatuses {
  const words = new Map(counts.words.map(({ word, count }) => [word, count]))
  let { others } = counts
  const add = (word: string, by: number): void => {
    const known = words.get(word)
    if (known === undefined && (by < 0 || others > 0 || words.size >= wordLimit)) others += by
    else if (known === -by) words.delete(word)
    else words.set(word, (known ?? 0) + by)
  }
  let hasChanged = false
  for (const [before, after] of changes) {
    const [old, own] = [wordOf(stream, before), wordOf(stream, after)]
    if (old === own) continue
    hasChanged = true
    if (old !== null) add(old, -1)
    if (own !== null) add(own, 1)
  }
  return hasChanged ? { words: sorted(words), others } : counts
}

/** Counts live rows by word, the most frequent words told apart. */
export function unmappedOf(stream: Words, rows: readonly Row[]): UnmappedStatuses {
  const words = new Map<string, number>()
  for (const row of rows) {
    const word = wordOf(stream, row)
    if (word !== null) words.set(word, (words.get(word) ?? 0) + 1)
  }
  if (words.size === 0) return noUnmapped
  const all = sorted(words)
  return { words: all.slice(0, wordLimit), others: totalOf({ words: all.slice(wordLimit), others: 0 }) }
}

/** The number of orders whose status no canonical one stands for. */
export function totalOf({ words, others }: UnmappedStatuses): number {
  return words.reduce((sum, { count }) => sum + count, others)
}

/** The most frequent first, of equal ones by the word. */
function sorted(words: ReadonlyMap<string, number>): UnmappedStatuses['words'] {
  return [...words]
    .map(([word, count]) => ({ word, count }))
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
}
