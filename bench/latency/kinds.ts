import { openingMs } from '../lab/clock.ts'
import type { Question } from '../contestant.ts'

const dayMs = 86_400_000
const at = (daysBefore: number): string => new Date(openingMs - daysBefore * dayMs).toISOString()

/** The kinds of page whose latency is measured; each question by the number of the answer, from 0. */
const questions = {
  firstPage: () => ({ request: {} }),
  pageTen: () => ({ request: {} }),
  statusFilter: () => ({ request: { filter: { status: ['shipped'] } } }),
  datesAndStatus: () => ({ request: { filter: { createdFrom: at(90), createdTo: at(60), status: ['completed'] } } }),
  sortByTotal: () => ({ request: { sort: { field: 'total', direction: 'desc' } } }),
  sortByCustomer: () => ({ request: { sort: { field: 'customer', direction: 'asc' } } }),
  search: searchFor,
} as const satisfies Record<string, (i: number) => Question>

export type PageKind = keyof typeof questions
export const pageKinds = Object.keys(questions) as PageKind[] // Object.keys forgets the literal's keys.

export type QuestionKind = PageKind | 'facets' | 'statsByDay'
export const questionKinds: readonly QuestionKind[] = [...pageKinds, 'facets', 'statsByDay']

export function questionOf(kind: PageKind, i: number): Question {
  return questions[kind](i)
}

/** How many pages a kind turns before the measured one. */
export const pagesBefore: Readonly<Record<PageKind, number>> = {
  firstPage: 0,
  pageTen: 9,
  statusFilter: 0,
  datesAndStatus: 0,
  sortByTotal: 0,
  sortByCustomer: 0,
  search: 0,
}

/**
 * Each answer looks for another beginning of an order number, so that none profits from the one before: 900 of them, from
 * #1100 to #1999, each of which ten orders of the smallest store have. 7 is coprime to 900.
 */
function searchFor(i: number): Question {
  const search = `#1${100 + ((i * 7) % 900)}`
  return { request: { filter: { search } }, orderNumber: search }
}
