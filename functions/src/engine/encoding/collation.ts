/*
 * The one collation of strings: fold, keep the first `collationUnits` UTF-16 code units, compare those by code unit; ties
 * by id. It uses no locale and none of the tables that change the order between releases of ICU, so that every machine
 * sorts alike and a cursor outlives a deployment.
 */

/** Marks that vary a letter. Those of Indic and South-East Asian scripts are vowels: text without them is another word. */
const accents = /[\p{M}&&[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}]]/gv

/**
 * Letters that NFKD leaves whole and that people type as, or that change case through, others: "STRASSE" is how "Straße"
 * looks in capitals, and lower-casing a capital sigma gives one of two letters depending on what follows it, which would
 * break substrings.
 */
const spellings = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['þ', 'th'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ħ', 'h'],
  ['ŧ', 't'],
  ['ı', 'i'],
  ['ς', 'σ'],
])
const spelled = new RegExp(`[${[...spellings.keys()].join('')}]`, 'g')
const beyondAscii = /[^\0-\x7f]/

/**
 * How many code units of a folded string take part in sorting. A cursor holds the sort value of the last row, which may
 * be gone when the next page is asked for, so only a bounded value can be compared exactly; Firestore truncates the
 * strings that it indexes for the same reason. Longer equal beginnings are ties, and go by id.
 */
export const collationUnits = 512

/** Tells whether a text is plain ASCII, so that folding changes nothing but case. */
export function isAscii(text: string): boolean {
  return !beyondAscii.test(text)
}

/** Counts the bytes of a text in UTF-8; estimates them where only each `every`th code unit is looked at. */
export function utf8Length(text: string, every = 1): number {
  let more = 0
  for (let i = 0; i < text.length; i += every) {
    const unit = text.charCodeAt(i)
    // Both halves of a surrogate pair together are four bytes.
    if (unit > 0x7f) more += unit <= 0x7ff || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2
  }
  return text.length + every * more
}

/**
 * `text` without case, accents and compatibility forms: NFKD, accents stripped, lower-cased, and the few letters of
 * `spellings` spelled out. Folding a part of a text gives a part of the folded text, so that it serves substring search.
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  return (
    text
      .normalize('NFKD')
      .replace(accents, '')
      .toLowerCase()
      .replace(spelled, (letter) => spellings.get(letter) ?? letter)
      // Halves of surrogate pairs have no form in UTF-8, which is what is searched.
      .toWellFormed()
  )
}

/** Returns the folded beginning of a string by which it sorts, at most `collationUnits` code units; a missing string sorts as the empty one. */
export function collationKey(text: string | null): string {
  return text === null ? '' : fold(text).slice(0, collationUnits)
}

/** Compares by UTF-16 code units, as ids and folded strings are; numbers by size. */
export function compareUnits<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}
