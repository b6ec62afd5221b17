import type { Filter, Sort } from '../../functions/src/contract/api.ts'
import { orderStatuses } from '../../functions/src/contract/order.ts'
import { openingMs } from '../lab/clock.ts'

/** A page of a list, with the number of all that pass the filter. */
export interface PageQuestion {
  readonly of: 'page'
  readonly filter: Pick<Filter, 'status' | 'search' | 'createdFrom' | 'totalMin'>
  readonly sort: { readonly field: 'createdAt' | 'total' | 'customer'; readonly direction: Sort['direction'] }
  /** The number of rows before the page. */
  readonly skip: number
  readonly limit: number
  /** True to count the rows by status, source and currency, too. */
  readonly facets: boolean
}

/** Revenue by day (of UTC) and currency, from a moment on. */
export interface RevenueQuestion {
  readonly of: 'revenue'
  /** An ISO time. */
  readonly createdFrom: string
}

export type Question = PageQuestion | RevenueQuestion

const firstPage: PageQuestion = {
  of: 'page',
  filter: {},
  sort: { field: 'createdAt', direction: 'desc' },
  skip: 0,
  limit: 50,
  facets: false,
}

const dayMs = 86_400_000
const daysBefore = (days: number): string => new Date(openingMs - days * dayMs).toISOString()

/** Pages are of 41 to 50 rows, so that no answer is the one before. */
const limitOf = (i: number): number => 50 - (i % 10)
const directionOf = (i: number): Sort['direction'] => (Math.floor(i / 10) % 2 === 0 ? 'desc' : 'asc')

/** A part of an order number, an e-mail address, a product's or a person's name, or of nothing at all. */
const searched: readonly ((i: number) => string)[] = [
  (i) => `#1${100 + ((i * 7) % 900)}`,
  (i) => `${i}@example.com`,
  (i) => ['lighthouse', 'espresso', 'fleur de sel', 'anchor mug'][Math.floor(i / 5) % 4] ?? '',
  (i) => ['garcia', 'williams', 'tremblay', 'davies'][Math.floor(i / 5) % 4] ?? '',
  (i) => `nothing ${i}`,
]

/** The kinds of question; each question by its number, from 0. */
const questions = {
  firstPage: (i) => ({ ...firstPage, limit: limitOf(i) }),
  status: (i) => ({
    ...firstPage,
    filter: { status: [orderStatuses[i % orderStatuses.length] ?? 'pending'] },
    limit: limitOf(i),
  }),
  totalPageTen: (i) => ({
    ...firstPage,
    sort: { field: 'total', direction: directionOf(i) },
    skip: 9 * limitOf(i),
    limit: limitOf(i),
  }),
  byCustomer: (i) => ({ ...firstPage, sort: { field: 'customer', direction: directionOf(i) }, limit: limitOf(i) }),
  search: (i) => ({ ...firstPage, filter: { search: searched[i % searched.length]?.(i) ?? '' } }),
  // 61 is coprime to the size, so that a hundred of them are all different.
  rareSearch: (i) => ({ ...firstPage, filter: { search: `#${12_345 + ((i * 61) % 20_000)}` } }),
  facets: (i) => ({ ...firstPage, filter: { createdFrom: daysBefore(30 + ((i * 7) % 700)) }, limit: 1, facets: true }),
  revenueByDay: (i) => ({ of: 'revenue', createdFrom: daysBefore(730 - (i % 30)) }),
} as const satisfies Record<string, (i: number) => Question>

export type QuestionKind = keyof typeof questions
export const questionKinds = Object.keys(questions) as QuestionKind[] // Object.keys forgets the literal's keys.

/** Returns the question of a kind with the number `i`, from 0: the same one for every contestant. */
export function questionOf<Kind extends QuestionKind>(kind: Kind, i: number): ReturnType<(typeof questions)[Kind]> {
  // The compiler does not see that the kind of the question follows from its name.
  return questions[kind](i) as ReturnType<(typeof questions)[Kind]>
}

/** Some orders of each day cost less and some more, so that nobody can answer this without looking at every row. */
export const everyRow: PageQuestion = { ...firstPage, filter: { totalMin: 5_000 } }

/** Every question of a page ten: they come again after these. A caller has its cursor from the page before. */
export const pagesTen: readonly PageQuestion[] = Array.from({ length: 20 }, (_, i) => questions.totalPageTen(i))
