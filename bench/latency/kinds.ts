import { openingMs } from '../lab/clock.ts'
import type { Question } from '../contestant.ts'

const dayMs = 86_400_000
const at = (daysBefore: number): string => new Date(openingMs - daysBefore * dayMs).toISOString()

/** The kinds of question whose latency is measured: pages, and what is counted over all orders. */
export const questions = {
  firstPage: { request: {} },
  pageTen: { request: {} },
  statusFilter: { request: { filter: { status: ['shipped'] } } },
  datesAndStatus: { request: { filter: { createdFrom: at(90), createdTo: at(60), status: ['completed'] } } },
  sortByTotal: { request: { sort: { field: 'total', direction: 'desc' } } },
  sortByCustomer: { request: { sort: { field: 'customer', direction: 'asc' } } },
  search: { request: { filter: { search: '#1234' } }, orderNumber: '#1234' },
} as const satisfies Record<string, Question>

export type PageKind = keyof typeof questions
export const pageKinds = Object.keys(questions) as PageKind[] // Object.keys forgets the literal's keys.

export type QuestionKind = PageKind | 'facets' | 'statsByDay'
export const questionKinds: readonly QuestionKind[] = [...pageKinds, 'facets', 'statsByDay']

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
