import type { OrderStatsBucket } from '../../functions/src/contract/api.ts'
import { digestOf, type Answer, type AnswerDigest } from './answer.ts'
import {
  everyRow,
  questionKinds,
  questionOf,
  type PageQuestion,
  type Question,
  type QuestionKind,
} from './questions.ts'
import { orderOf, type PeerRow } from './listed.ts'

/*
 * The answers a second time, as plainly as they can be had: it sorts all rows, goes through them, and counts.
 */

/** The digests of answers: those of each kind by the question's number, and the one that looked at every row. */
export interface Digests {
  readonly everyRow: AnswerDigest
  readonly answers: Readonly<Record<QuestionKind, readonly AnswerDigest[]>>
}

/** Returns the right answers to the first `count` questions of each kind. */
export function referenceDigests(rows: readonly PeerRow[], count: number): Digests {
  const reference = new Reference(rows)
  const known = new Map<string, AnswerDigest>()
  const digest = (question: Question): AnswerDigest => {
    const name = JSON.stringify(question)
    const found = known.get(name) ?? digestOf(reference.answer(question))
    known.set(name, found)
    return found
  }
  const answers = questionKinds.map((kind): [QuestionKind, AnswerDigest[]] => [
    kind,
    Array.from({ length: count }, (_, i) => digest(questionOf(kind, i))),
  ])
  // One for each kind.
  return { everyRow: digest(everyRow), answers: Object.fromEntries(answers) as Record<QuestionKind, AnswerDigest[]> }
}

/** Somebody who knows the right answers. */
export class Reference {
  readonly #rows: readonly PeerRow[]
  readonly #sorted = new Map<string, readonly PeerRow[]>()

  constructor(rows: readonly PeerRow[]) {
    this.#rows = rows
  }

  answer(question: Question): Answer {
    if (question.of === 'revenue') return { buckets: revenueOf(this.#rows, question.createdFrom) }
    const { sort, skip, limit, facets } = question
    const found = this.#sortedBy(sort).filter((row) => passes(row, question))
    return {
      orders: found.slice(skip, skip + limit).map(orderOf),
      total: found.length,
      facets: facets ? facetsOf(found) : null,
    }
  }

  /** Sorted once for all questions: that alone would take minutes. */
  #sortedBy(sort: PageQuestion['sort']): readonly PeerRow[] {
    const name = `${sort.field} ${sort.direction}`
    const direction = sort.direction === 'asc' ? 1 : -1
    const sorted = this.#sorted.get(name) ?? this.#rows.toSorted((a, b) => direction * ascending(a, b, sort.field))
    this.#sorted.set(name, sorted)
    return sorted
  }
}

function passes(row: PeerRow, { filter: { status, search, createdFrom, totalMin } }: PageQuestion): boolean {
  return (
    (status === undefined || status.includes(row.status)) &&
    (search === undefined || row.searched.includes(search)) &&
    (createdFrom === undefined || row.createdAt >= Date.parse(createdFrom)) &&
    (totalMin === undefined || row.total >= totalMin)
  )
}

function ascending(a: PeerRow, b: PeerRow, field: PageQuestion['sort']['field']): number {
  const [x, y] = field === 'customer' ? [a.customerKey, b.customerKey] : [a[field], b[field]]
  if (x !== y) return x < y ? -1 : 1
  return a.id < b.id ? -1 : 1
}

function facetsOf(rows: readonly PeerRow[]) {
  const counted = (name: 'status' | 'source' | 'currency'): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const row of rows) counts[row[name]] = (counts[row[name]] ?? 0) + 1
    return counts
  }
  return { status: counted('status'), source: counted('source'), currency: counted('currency') }
}

function revenueOf(rows: readonly PeerRow[], createdFrom: string): OrderStatsBucket[] {
  const buckets = new Map<string, PeerRow[]>()
  const fromMs = Date.parse(createdFrom)
  for (const row of rows.filter(({ createdAt }) => createdAt >= fromMs)) {
    const name = `${new Date(row.createdAt).toISOString().slice(0, 10)} ${row.currency}`
    const known = buckets.get(name)
    if (known === undefined) buckets.set(name, [row])
    else known.push(row)
  }
  return [...buckets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, all]) => bucketOf(name, all))
}

function bucketOf(name: string, all: readonly PeerRow[]): OrderStatsBucket {
  const [bucket = '', currency = ''] = name.split(' ')
  const kept = all.filter(({ status }) => status !== 'cancelled' && status !== 'refunded')
  const revenue = kept.reduce((sum, { total }) => sum + total, 0)
  return { bucket, currency, count: all.length, unmapped: 0, leftOut: all.length - kept.length, revenue }
}
