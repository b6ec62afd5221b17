import { lostStatuses } from '../../../functions/src/contract/order.ts'
import type { Answer } from '../answer.ts'
import { listedNames, orderOf, type ListedRow } from '../listed.ts'
import type { PageQuestion, Question } from '../questions.ts'
import { bucketOfDay, facetsOf, type FacetGroup } from './groups.ts'

export type Parameter = string | number

/** A statement and the values of its question marks. */
export interface Asked {
  readonly sql: string
  readonly parameters: readonly Parameter[]
}

/** A database that has the rows in its table `orders`. */
export interface Database {
  /** The rows of a query, their numbers as JavaScript's. */
  query(asked: Asked): Promise<readonly object[]>
  /** The place and the conditions of a search for `text`, and the column by which newer rows come first. */
  readonly search: (text: string) => Source
  /** The column that ascends by creation time and id; null where there is none. */
  readonly key: string | null
}

/** The rows that are asked. */
export interface Source {
  readonly from: string
  readonly conditions: readonly string[]
  readonly parameters: readonly Parameter[]
  /** Set where the same rows can be counted with less work. */
  readonly counted?: string
}

const day = 86_400_000
const isLost = `status IN (${lostStatuses.map((status) => `'${status}'`).join(', ')})`

/** Answers a question by queries. */
export async function answerBySql(database: Database, question: Question): Promise<Answer> {
  if (question.of === 'revenue') return { buckets: (await database.query(revenue(question.createdFrom))).map(bucketOf) }
  const source = sourceOf(database, question.filter)
  const where = source.conditions.length === 0 ? '' : ` WHERE ${source.conditions.join(' AND ')}`
  const { parameters, counted = source.from } = source
  const [rows, counts, groups] = [
    await database.query({
      sql: `SELECT ${listedNames.join(', ')} FROM ${source.from}${where} ORDER BY ${orderBy(database, question.sort)} LIMIT ? OFFSET ?`,
      parameters: [...parameters, question.limit, question.skip],
    }),
    await database.query({ sql: `SELECT count(*) AS total FROM ${counted}${where}`, parameters }),
    question.facets
      ? await database.query({
          sql: `SELECT status, source, currency, count(*) AS count FROM ${source.from}${where} GROUP BY status, source, currency`,
          parameters,
        })
      : null,
  ]
  // Their columns are those that are selected.
  return {
    orders: (rows as ListedRow[]).map(orderOf),
    total: (counts as { total: number }[])[0]?.total ?? 0,
    facets: groups === null ? null : facetsOf(groups as FacetGroup[]),
  }
}

function sourceOf(database: Database, { search, status, createdFrom, totalMin }: PageQuestion['filter']): Source {
  const found = search === undefined ? null : database.search(search)
  const tests: [condition: string, parameters: readonly Parameter[]][] = [
    ...(status === undefined ? [] : [pair(`status IN (${status.map(() => '?').join(', ')})`, status)]),
    ...(createdFrom === undefined ? [] : [pair('createdAt >= ?', [Date.parse(createdFrom)])]),
    ...(totalMin === undefined ? [] : [pair('total >= ?', [totalMin])]),
  ]
  const { from, conditions, parameters, counted }: Source = found ?? { from: 'orders', conditions: [], parameters: [] }
  return {
    from,
    conditions: [...conditions, ...tests.map(([condition]) => condition)],
    parameters: [...parameters, ...tests.flatMap(([, values]) => values)],
    ...(counted !== undefined && tests.length === 0 && { counted }),
  }
}

function pair(condition: string, parameters: readonly Parameter[]): [string, readonly Parameter[]] {
  return [condition, parameters]
}

function orderBy({ key }: Database, { field, direction }: PageQuestion['sort']): string {
  if (field === 'createdAt' && key !== null) return `${key} ${direction}`
  return `${field === 'customer' ? 'customerKey' : field} ${direction}, id ${direction}`
}

function revenue(createdFrom: string): Asked {
  return {
    sql: `SELECT (createdAt - createdAt % ${day}) AS dayMs, currency, count(*) AS count,
      sum(CASE WHEN ${isLost} THEN 1 ELSE 0 END) AS leftOut, sum(CASE WHEN ${isLost} THEN 0 ELSE total END) AS revenue
      FROM orders WHERE createdAt >= ? GROUP BY dayMs, currency ORDER BY dayMs, currency`,
    parameters: [Date.parse(createdFrom)],
  }
}

function bucketOf(row: object) {
  // As `revenue` selects them.
  const {
    dayMs,
    currency,
    count,
    leftOut,
    revenue: sum,
  } = row as Record<'dayMs' | 'count' | 'leftOut' | 'revenue', number> & {
    currency: string
  }
  return bucketOfDay(dayMs / day, { currency, count, leftOut, revenue: sum })
}
