import type { OrderStatus } from '../../functions/src/contract/order.ts'
import type { SampleOrder } from '../../tools/samples/orders.ts'
import type { Random } from '../../tools/samples/random.ts'
import type { Question } from '../contestant.ts'

export type ViewKind = 'first page' | 'next page' | 'status' | 'dates' | 'total' | 'sort' | 'search'

/** One page that an admin looks at. */
export interface View {
  readonly at: number
  readonly session: number
  readonly kind: ViewKind
  readonly question: Question
  /** Whether the filter is another one than in the session's view before, so that the total is, too. */
  readonly isNewFilter: boolean
  /** The first view of an instance. */
  readonly isCold: boolean
}

export interface Day {
  readonly from: number
  readonly sessions: number
  readonly viewsPerSession: number
  /** Instances live so long, in milliseconds from `from`. */
  readonly instanceMs: number
}

/** What an admin saw last decides what may come next. */
type Looked = Pick<View, 'kind' | 'question'>

const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** What an admin does after the first page, by weight: mostly pages on, filters, looks somebody up. */
const habits: readonly { readonly kind: ViewKind; readonly weight: number }[] = [
  { kind: 'next page', weight: 30 },
  { kind: 'status', weight: 18 },
  { kind: 'search', weight: 18 },
  { kind: 'first page', weight: 12 },
  { kind: 'dates', weight: 10 },
  { kind: 'sort', weight: 7 },
  { kind: 'total', weight: 5 },
]
const statuses: readonly OrderStatus[] = ['pending', 'processing', 'shipped', 'delivered', 'completed', 'refunded']
/** How long an admin looks at a page: from, to. */
const lookMs = [10_000, 60_000] as const

/**
 * The views of a day's sessions, ascending by time: the same ones for the same seed. Sessions begin evenly over the day;
 * each opens the first page and goes on by habit. `known` are orders that somebody may look for.
 */
export function viewsOf(day: Day, random: Random, known: readonly SampleOrder[]): View[] {
  const views: Omit<View, 'isCold'>[] = []
  for (let session = 0; session < day.sessions; session++) {
    let at = day.from + Math.floor(((session + random.next()) * dayMs) / day.sessions)
    let last: Looked | null = null
    for (let i = 0; i < day.viewsPerSession; i++) {
      const next = nextOf(last, random, known, day.from)
      const isNewFilter = last === null || filterOf(next.question) !== filterOf(last.question)
      // An admin who works past midnight is counted to the day's end.
      views.push({ ...next, at: Math.min(at, day.from + dayMs - 1), session, isNewFilter })
      at += random.integer(...lookMs)
      last = next
    }
  }
  return withColdStarts(
    views.sort((a, b) => a.at - b.at),
    day,
  )
}

function withColdStarts(views: readonly Omit<View, 'isCold'>[], { from, instanceMs }: Day): View[] {
  const instanceOf = (at: number): number => Math.floor((at - from) / instanceMs)
  return views.map((view, i) => {
    const before = views[i - 1]
    return { ...view, isCold: before === undefined || instanceOf(before.at) !== instanceOf(view.at) }
  })
}

function nextOf(last: Looked | null, random: Random, known: readonly SampleOrder[], from: number): Looked {
  const kind = last === null ? 'first page' : random.weighted(habits).kind
  if (kind !== 'next page') return { kind, question: otherQuestion(last, kind, random, known, from) }
  // A search finds one page: who would turn it sees the first page again.
  const isTurnable = last !== null && last.kind !== 'search'
  return isTurnable ? { kind, question: last.question } : { kind: 'first page', question: { request: {} } }
}

/** Nobody chooses the filter that is set already. */
function otherQuestion(
  last: Looked | null,
  kind: ViewKind,
  random: Random,
  known: readonly SampleOrder[],
  from: number,
): Question {
  for (;;) {
    const question = questionOf(kind, random, known, from)
    if (question.request.filter === undefined || last === null || filterOf(question) !== filterOf(last.question)) {
      return question
    }
  }
}

function questionOf(kind: ViewKind, random: Random, known: readonly SampleOrder[], from: number): Question {
  switch (kind) {
    case 'first page':
    case 'next page':
      return { request: {} }
    case 'status':
      return { request: { filter: { status: [random.pick(statuses)] } } }
    case 'dates':
      return { request: { filter: datesBefore(from, random) } }
    case 'total':
      return {
        request: {
          filter: { currency: ['USD'], totalMin: random.pick([5_000, 10_000, 20_000]) },
          sort: { field: 'total', direction: 'desc' },
        },
      }
    case 'sort':
      return {
        request: {
          sort: random.pick([
            { field: 'total', direction: 'desc' },
            { field: 'customer', direction: 'asc' },
            { field: 'updatedAt', direction: 'desc' },
          ] as const),
        },
      }
    case 'search':
      return searchFor(random.pick(known), random)
  }
}

function datesBefore(from: number, random: Random): NonNullable<Question['request']['filter']> {
  const days = random.pick([1, 7, 30])
  const until = from - random.integer(0, 60) * dayMs
  return { createdFrom: new Date(until - days * dayMs).toISOString(), createdTo: new Date(until).toISOString() }
}

/** Half of them type the number; the others the customer's name, where the contestant can look for it. */
function searchFor({ data }: SampleOrder, random: Random): Question {
  const search = random.chance(0.5) ? data.orderId : data.customer.name
  return { request: { filter: { search } }, orderNumber: data.orderId }
}

function filterOf({ request }: Question): string {
  return JSON.stringify(request.filter ?? {})
}
