import { describe, expect, it } from 'vitest'

import { digestOf } from '../../../bench/peers/answer.ts'
import { assertSameAnswers, type GivenDigests } from '../../../bench/peers/check.ts'
import { questionKinds } from '../../../bench/peers/questions.ts'
import type { Digests } from '../../../bench/peers/reference.ts'

const digest = { found: 2, hash: 'right' }
const right: Digests = {
  everyRow: digest,
  answers: {
    firstPage: [digest, digest],
    status: [digest, digest],
    totalPageTen: [digest, digest],
    byCustomer: [digest, digest],
    search: [digest, digest],
    rareSearch: [digest, digest],
    facets: [digest, digest],
    revenueByDay: [digest, digest],
  },
}
const good: GivenDigests = {
  everyRow: digest,
  answers: Object.fromEntries(questionKinds.map((kind) => [kind, { digests: [digest, digest] }])),
}

describe('answers beside those of the reference', () => {
  it('are counted where all are the same', () => {
    expect(assertSameAnswers('Somebody', good, right)).toBe(1 + 2 * questionKinds.length)
  })

  it.each<[string, GivenDigests, RegExp]>([
    [
      'one found another number of rows',
      { ...good, answers: { ...good.answers, status: { digests: [digest, { found: 3, hash: 'wrong' }] } } },
      /^Somebody answers question 1 of the kind status .* finds 3 and not 2\.$/,
    ],
    [
      'one has other rows',
      { ...good, answers: { ...good.answers, search: { digests: [{ found: 2, hash: 'wrong' }, digest] } } },
      /question 0 of the kind search .* as many \(2\) but others/,
    ],
    ['the question to every row was answered otherwise', { ...good, everyRow: { found: 1, hash: '' } }, /every row/],
    ['a kind is missing', { ...good, answers: { ...good.answers, facets: { digests: [] } } }, /0 of 2 .* facets/],
  ])('are refused where %s', (_name, given, message) => {
    expect(() => assertSameAnswers('Somebody', given, right)).toThrow(message)
  })
})

describe('the digest of an answer', () => {
  const bucket = { bucket: '2026-10-05', currency: 'USD', count: 2, unmapped: 0, leftOut: 1, revenue: 300 }

  it('does not depend on the order of members', () => {
    const reversed = Object.fromEntries(Object.entries(bucket).reverse()) as typeof bucket // The same members.
    expect(digestOf({ buckets: [reversed] })).toEqual(digestOf({ buckets: [bucket] }))
  })

  it('depends on every value, and on the order of rows', () => {
    const other = { ...bucket, revenue: 301 }
    const digests = [[bucket, other], [other, bucket], [bucket], [other]].map((buckets) => digestOf({ buckets }).hash)
    expect(new Set(digests).size).toBe(4)
  })
})
