import { formatCount } from '../../tools/local/report.ts'
import { count, ms } from '../report/figures.ts'
import { figure, markdownTable, type Cell } from '../report/table.ts'
import { coldQuestions, type ColdQuestion } from './questions.ts'
import type { ColdAnswer, ColdAnswers, ColdFigures } from './results.ts'

/** A first page takes at most so many times as long as the bare function's answer. */
const mostOfBare = 1.2

const names = {
  firstPage: 'first page',
  search: 'search of all orders',
  orderNumber: 'search of an order number',
} as const satisfies Record<ColdQuestion, string>

/** The table of cold answers, and what it says of the target, as lines of Markdown. */
export function coldLines({ orders, rounds, bare, now, before }: ColdFigures): string[] {
  const row = (name: string, { medianMs, leastMs, mostMs, reads }: ColdAnswer): Cell[] => [
    name,
    ms(medianMs),
    ms(leastMs),
    ms(mostMs),
    figure((medianMs / bare.medianMs).toFixed(2)),
    count(reads),
  ]
  const rows = (answers: ColdAnswers, where: string): Cell[][] =>
    coldQuestions.map((question) => row(`${names[question]}${where}`, answers[question]))
  const isMet = now.firstPage.medianMs <= mostOfBare * bare.medianMs
  return [
    ...markdownTable(
      [`cold, over HTTP, ${formatCount(orders)} orders`, 'ms', 'least', 'most', 'of bare', 'reads'],
      [
        row('bare callable, one document', bare),
        ...rows(now, ''),
        ...(before === null ? [] : rows(before, ', before')),
      ],
    ),
    '',
    `From the start of an instance's process to the end of its first answer: medians of ${rounds} instances each, which took turns.`,
    `A first page within ${mostOfBare} times the bare callable: ${isMet ? 'yes' : 'NO'}.`,
  ]
}
