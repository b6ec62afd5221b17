import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  collationKey,
  collationUnits,
  compareUnits,
  fold,
  utf8Length,
} from '../../../functions/src/engine/encoding/collation.ts'

describe('fold', () => {
  it.each([
    ['José ÁLVAREZ', 'jose alvarez'],
    ['e\u0301', 'e'],
    ['ＡＢＣ１２', 'abc12'],
    ['ﬁnch №5', 'finch no5'],
    ['Việt Đỗ', 'viet do'],
    ['Straße', 'strasse'],
    ['STRAẞE', 'strasse'],
    ['Sørensen Łukasz', 'sorensen lukasz'],
    ['Ægir Œuvre Þór', 'aegir oeuvre thor'],
    ['İSTANBUL ısparta', 'istanbul isparta'],
    ['ΟΔΥΣΣΕΎΣ Οδυσσεύς', 'οδυσσευσ οδυσσευσ'],
    ['Ħal Għaxaq, Ŧorne, Guðrún', 'hal ghaxaq, torne, gudrun'],
    ['Ёлка Й', 'елка и'],
    ['שָׁלוֹם', 'שלום'],
    ['مُحَمَّد قر\u06E1ان', 'محمد قران'],
    ['❤\uFE0F', '❤'],
    ['A\u00A0B', 'a b'],
  ])('makes %j into %j', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('keeps the vowel signs of Indic and South-East Asian scripts, without which a word is another word', () => {
    expect(fold('กิน')).not.toBe(fold('กน'))
    expect(fold('कि')).not.toBe(fold('क'))
  })

  it('finds the capitals of a text by its small letters and the other way round', () => {
    const letters = 'aàäāåbßcçčdđðeéęfgğhħiíıİjklłmnñoóöøpqrsšſtŧuüűvwxyýzžæœþαάβσςωώаёийяѝ'
    for (const letter of letters) {
      const forms = [letter.toUpperCase(), letter.toLowerCase(), letter.normalize('NFD'), letter.normalize('NFC')]
      expect([letter, ...forms.map(fold)]).toEqual([letter, ...forms.map(() => fold(letter))])
    }
  })

  it('folds twice as it folds once, and the parts of a text as the text', () => {
    const text = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(fold(fold(a))).toBe(fold(a))
        expect(fold(a + b)).toBe(fold(a) + fold(b))
      }),
      { numRuns: 2_000 },
    )
  })
})

const compareText = (a: string | null, b: string | null): number => compareUnits(collationKey(a), collationKey(b))

describe('the order of texts', () => {
  it('puts a missing string with the empty one, before all others', () => {
    expect(compareText(null, '')).toBe(0)
    expect(compareText(null, ' ')).toBeLessThan(0)
    expect(compareText('a', null)).toBeGreaterThan(0)
  })

  it('ignores case and accents, and compares the rest by UTF-16 code units', () => {
    expect(compareText('ÉMILE', 'emile')).toBe(0)
    expect(compareText('eve', 'Ézra')).toBeLessThan(0)
    expect(compareText('10', '9')).toBeLessThan(0)
    // By code points the emoji, U+1F600, would come last; its first code unit is U+D83D.
    expect(compareText('😀', '\uE000')).toBeLessThan(0)
  })

  it('compares the first 512 code units of the folded text and no more', () => {
    const beginning = 'é'.repeat(collationUnits - 1)
    expect(collationUnits).toBe(512)
    expect(compareText(`${beginning}a`, `${beginning}b`)).toBeLessThan(0)
    expect(compareText(`${beginning}xa`, `${beginning}xb`)).toBe(0)
    expect(collationKey(`${beginning}xa`)).toHaveLength(collationUnits)
  })
})

describe('the length in UTF-8', () => {
  it('is what the encoder makes of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length)
      }),
    )
  })

  it('is told by a few code units where the text is long', () => {
    const text = 'Zoë Müller 山田 '.repeat(2_000)
    expect(utf8Length(text, 16) / utf8Length(text)).toBeCloseTo(1, 1)
  })
})
