import type { AnswerDigest } from './answer.ts'
import { questionKinds, type QuestionKind } from './questions.ts'
import type { Digests } from './reference.ts'

/** The digests of a process: those of each kind by the question's number, and the one of the question to every row. */
export interface GivenDigests {
  readonly everyRow: AnswerDigest
  readonly answers: Readonly<Record<string, { readonly digests: readonly AnswerDigest[] }>>
}

/** Compares every answer of a process with the reference's; returns their number. Throws an error that names the first that differs. */
export function assertSameAnswers(contestant: string, given: GivenDigests, right: Digests): number {
  assertSame(contestant, 'the question to every row', given.everyRow, right.everyRow)
  const compared = questionKinds.map((kind) => {
    const digests = given.answers[kind]?.digests ?? []
    const expected = right.answers[kind]
    if (digests.length !== expected.length) {
      throw new Error(`${contestant} gave ${digests.length} of ${expected.length} answers of the kind ${kind}.`)
    }
    digests.forEach((digest, i) => assertSame(contestant, questionName(kind, i), digest, expected[i]))
    return digests.length
  })
  return 1 + compared.reduce((sum, count) => sum + count, 0)
}

const questionName = (kind: QuestionKind, i: number): string => `question ${i} of the kind ${kind}`

function assertSame(contestant: string, question: string, given: AnswerDigest, right: AnswerDigest | undefined): void {
  if (given.hash === right?.hash) return
  const found =
    given.found === right?.found ? `as many (${given.found}) but others` : `${given.found} and not ${right?.found}`
  throw new Error(`${contestant} answers ${question} in another way than the reference: it finds ${found}.`)
}
