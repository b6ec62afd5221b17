/*
 * Words that people and programs spell in many ways: "In Transit", "in-transit", "IN_TRANSIT", "inTransit" and
 * "OrderStatus.inTransit" are one.
 */

/** Names of an enumeration: the last one is the word. */
const enumeration = /^[\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|::)[\p{L}_$][\p{L}\p{N}_$]*)+$/u

/** One spelling of a word: lower case, `_` between its parts, accents kept. A whole number is its digits, sign included. */
export function wordKey(text: string): string {
  const word = text.normalize('NFKC').trim()
  if (/^-?\d+$/.test(word)) return word
  const name = enumeration.test(word) ? word.slice(Math.max(word.lastIndexOf('.'), word.lastIndexOf(':')) + 1) : word
  const key = name
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '_')
    .replaceAll(/^_|_$/g, '')
  // A word of signs only, like "?".
  return key || word
}

/** Latin letters that no normal form takes apart. */
const letters: Readonly<Record<string, string>> = { đ: 'd', ı: 'i', ø: 'o', ł: 'l', ß: 'ss', æ: 'ae', œ: 'oe' }

/** A `wordKey` without the accents of Latin letters. Other scripts keep their marks, which are vowels there. */
export function plainKey(key: string): string {
  return key
    .normalize('NFD')
    .replaceAll(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .replaceAll(/[đıøłßæœ]/g, (letter) => letters[letter] ?? letter)
}

/**
 * Finds what a word means: by its spelling with accents, else by that without. A spelling that `entries` give two meanings
 * has none. They are taken apart when a word is first asked for: most instances read no shop's words, and there are hundreds.
 */
export function wordFinder<Meaning>(
  entries: readonly (readonly [word: string, meaning: Meaning])[],
): (word: string) => Meaning | undefined {
  let made: Spellings<Meaning> | undefined
  return (word) => {
    const { exact, plain } = (made ??= spellingsOf(entries))
    const key = wordKey(word)
    return exact.get(key) ?? plain.get(plainKey(key))
  }
}

/** Meanings by the spellings of their words, with accents and without. */
interface Spellings<Meaning> {
  readonly exact: ReadonlyMap<string, Meaning | undefined>
  readonly plain: ReadonlyMap<string, Meaning | undefined>
}

function spellingsOf<Meaning>(entries: readonly (readonly [word: string, meaning: Meaning])[]): Spellings<Meaning> {
  const [exact, plain] = [new Map<string, Meaning | undefined>(), new Map<string, Meaning | undefined>()]
  for (const [word, meaning] of entries) {
    const key = wordKey(word)
    put(exact, key, meaning)
    put(plain, plainKey(key), meaning)
  }
  return { exact, plain }
}

/** The most results that are remembered, and the longest word: a shop has few words, but texts of people are as many as its orders. */
const [mostRemembered, longestRemembered] = [1_000, 100]

/** `find`, which remembers what it found for the words that come again. */
export function remembering<Found>(find: (word: string) => Found): (word: string) => Found {
  const found = new Map<string, Found>()
  return (word) => {
    const known = found.get(word)
    if (known !== undefined) return known
    const value = find(word)
    if (found.size < mostRemembered && word.length <= longestRemembered) found.set(word, value)
    return value
  }
}

function put<Meaning>(map: Map<string, Meaning | undefined>, key: string, meaning: Meaning): void {
  map.set(key, map.has(key) && map.get(key) !== meaning ? undefined : meaning)
}
