import { plainKey, remembering, wordKey } from '../../functions/src/sources/firestore/words.ts'

/*
 * Field names as words: `totalAmount`, `total_amount` and `Total Amount` have the same two. A role has the names that shops give it, in
 * several languages; how well a path fits a role is a number from 0 to 100.
 */

/** The words of a name, in lower case, without accents. They are kept, for a name is compared with every role. */
export const wordsOf = remembering((name): readonly string[] =>
  // A name with dots is no member of an enumeration here.
  plainKey(wordKey(name.replaceAll('#', ' number ').replaceAll(/[.:]/g, ' ')))
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== ''),
)

/** The names of a role with their weights, and words that speak against it. */
export interface RoleNames {
  readonly names: readonly (readonly [weight: number, names: string])[]
  /** Words of other roles: a path that has one of them scores 0. */
  readonly not?: string
}

/** Scores how well the path of `keys` fits a role by its name, from 0 (not at all) to 100. */
export function nameScore(keys: readonly string[], role: RoleNames): number {
  const perKey = keys.map(wordsOf)
  const all = perKey.flat()
  const last = perKey.at(-1) ?? []
  if (wordList(role.not ?? '').some((word) => all.includes(word))) return 0
  return Math.max(
    0,
    ...role.names.flatMap(([weight, names]) => phrases(names).map((phrase) => weight * fit(phrase, last, all))),
  )
}

function fit(phrase: readonly string[], last: readonly string[], all: readonly string[]): number {
  const whole = phrase.join('')
  if (last.join('') === whole) return 1
  if (all.join('') === whole) return 0.98
  if (contains(last, phrase)) return 0.85 - 0.02 * (last.length - phrase.length)
  const isAcross = contains(all, phrase) && last.some((word) => phrase.includes(word))
  return isAcross ? 0.75 : 0
}

function contains(words: readonly string[], phrase: readonly string[]): boolean {
  return phrase.every((word) => words.includes(word))
}

const phraseLists = new Map<string, string[][]>()

/** The phrases of a list with commas between them. */
function phrases(names: string): string[][] {
  let list = phraseLists.get(names)
  if (list === undefined) phraseLists.set(names, (list = names.split(',').map(wordList)))
  return list
}

function wordList(text: string): string[] {
  return text.split(' ').filter((word) => word !== '')
}
