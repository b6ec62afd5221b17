import type { Finder } from '../store/findBytes.ts'
import { phoneDigits, phoneSigns } from '../store/searchText.ts'
import { leastDigits, mailBytes, type Needles, type NeedleSet } from './needles.ts'

/** Bytes that a set has where a row holds the needle. */
interface Pattern {
  readonly set: NeedleSet
  readonly bytes: Uint8Array
}

/**
 * The ways in which a segment may hold a needle: each is a list of patterns, all of which its sets then have. Null where a needle has no
 * such patterns, so that any segment may hold it.
 */
export type NeedleWays = readonly (readonly Pattern[])[]

const utf8 = new TextEncoder()
const [lineFeed, at] = [0x0a, 0x40]

/**
 * The ways in which a segment may hold `needle` (folded, not empty).
 *
 * Search finds a needle within one line of a text (it has no line feed; one that has is left to the rows). So a stretch of digits
 * and signs that has something else on both sides in the needle is a whole stretch of the text, their digits are the same, and so is the byte before; one
 * at the needle's start may begin earlier in the text, and one at its end may go on. In the same way the bytes before an "@" in
 * the needle stand before that "@" in the text, and are all that is kept of them where the needle has as many. A phone number is
 * searched as its digits alone: it holds a needle of nothing but digits. A needle that is written like a phone number is looked
 * for as its digits, too, in every text (`keepFound`).
 */
export function waysOf(needle: string): NeedleWays | null {
  if (needle.includes('\n')) return null
  const digits = phoneDigits(needle)
  const ways = [...waysOfText(needle), ...(digits === null ? [] : waysOfText(digits))]
  return ways.every((patterns) => patterns.length > 0) ? ways : null
}

function waysOfText(text: string): Pattern[][] {
  const inTexts = [...numberPatterns(text), ...mailPatterns(utf8.encode(text))]
  const isPhone = /^\d+$/.test(text)
  return isPhone ? [inTexts, text.length < leastDigits ? [] : [patternOf('phones', text)]] : [inTexts]
}

const stretches = new RegExp(`[\\d${phoneSigns}]+`, 'g')

function numberPatterns(text: string): Pattern[] {
  return [...text.matchAll(stretches)].flatMap(({ 0: stretch, index }): Pattern[] => {
    const digits = stretch.replace(/\D+/g, '')
    if (digits.length < leastDigits) return []
    const before = utf8.encode(text.slice(0, index)).at(-1)
    const behind = index + stretch.length < text.length ? [lineFeed] : []
    const bytes = [...(before === undefined ? [] : [lineFeed, before]), ...utf8.encode(digits), ...behind]
    return [{ set: 'numbers', bytes: Uint8Array.from(bytes) }]
  })
}

function patternOf(set: NeedleSet, text: string): Pattern {
  return { set, bytes: utf8.encode(text) }
}

function mailPatterns(bytes: Uint8Array): Pattern[] {
  return [...bytes.entries()]
    .filter(([end, byte]) => byte === at && end > 0)
    .map(([end]) => {
      const kept = bytes.subarray(Math.max(0, end - mailBytes), end)
      const isWhole = kept.length === mailBytes
      return { set: 'mails', bytes: Uint8Array.of(...(isWhole ? [lineFeed] : []), ...kept, lineFeed) }
    })
}

/** Tells whether a row with these needles may hold what `ways` are of; false is a proof that none does. */
export function mayHold(needles: Needles, ways: NeedleWays, finder: Finder): boolean {
  return ways.some((patterns) => patterns.every(({ set, bytes }) => finder(needles[set], bytes)(0) !== -1))
}
