import { createHash, randomBytes } from 'node:crypto'

import { z } from 'zod'

import { badRequest } from './answers.ts'
import { shown, type FakeRecord, type Records, type TimeField } from './records.ts'

/** A list of the API: what its parts are called, and which filters it takes. */
export interface ListKind {
  readonly rows: string
  readonly idField: string
  readonly statusField: string
  readonly largestPage: number
  readonly upperEnd: 'lt' | 'le'
  /** The order without `sort_order`; null where a list cannot be sorted. */
  readonly defaultOrder: 'ASC' | 'DESC' | null
  /** Further filters: the members of the body, and the record that passes. */
  readonly filters: Readonly<Record<string, (value: unknown, record: FakeRecord) => boolean>>
}

const isOneOf = (value: unknown, id: string): boolean => Array.isArray(value) && value.includes(id)

export const listKinds = {
  orders: {
    rows: 'orders',
    idField: 'id',
    statusField: 'status',
    largestPage: 100,
    upperEnd: 'lt',
    defaultOrder: 'DESC',
    filters: { order_status: (value, { status }) => value === status },
  },
  returns: {
    rows: 'return_orders',
    idField: 'return_id',
    statusField: 'return_status',
    largestPage: 50,
    upperEnd: 'lt',
    defaultOrder: 'ASC',
    filters: {
      return_ids: (value, { id }) => isOneOf(value, id),
      order_ids: (value, record) => isOneOf(value, String(Object(shown(record, names)).order_id)),
    },
  },
  products: {
    rows: 'products',
    idField: 'id',
    statusField: 'status',
    largestPage: 100,
    upperEnd: 'le',
    defaultOrder: null,
    filters: { status: (value, { status }) => value === 'ALL' || value === status },
  },
} as const satisfies Record<string, ListKind>
const names = { idField: 'return_id', statusField: 'return_status' }

/** The content of a page token: the entry or the number of entries that it goes on behind, and its search. */
const placeSchema = z.object({
  of: z.string(),
  after: z.tuple([z.number(), z.string()]).nullable(),
  offset: z.int(),
})
type TokenPlace = z.infer<typeof placeSchema>

/** The kinds of page tokens: they go on behind the last entry, or behind as many entries as were given. */
export type TokenKind = 'places' | 'offsets'

/** Answers one search as the original does: the `data` of its envelope. Throws a Refusal. */
export function searchPage(
  records: Records,
  kind: ListKind,
  query: URLSearchParams,
  body: Readonly<Record<string, unknown>>,
  { tokens, nowMs, endless }: { readonly tokens: TokenKind; readonly nowMs: number; readonly endless: boolean | null },
): object {
  const size = pageSizeOf(query, kind)
  const { field, isDescending } = orderOf(query, kind)
  const ranges = {
    create_time: rangeOf(body, 'create_time', kind, nowMs),
    update_time: rangeOf(body, 'update_time', kind, nowMs),
  }
  const tests = testsOf(body, kind)
  const other: TimeField = field === 'create_time' ? 'update_time' : 'create_time'
  const isFiltered = tests.length > 0 || isNamed(body, other)
  const passes = (indexed: FakeRecord): boolean => {
    const { ge, lt } = ranges[other]
    return (
      (!isNamed(body, other) || (indexed[other] >= ge && indexed[other] < lt)) && tests.every((test) => test(indexed))
    )
  }
  const search = createHash('sha256')
    .update(JSON.stringify([kind.rows, field, isDescending, size, body]))
    .digest('hex')
    .slice(0, 16)
  const from = placeOfToken(query.get('page_token'), search)
  const after = tokens === 'places' && from.after !== null ? { time: from.after[0], id: from.after[1] } : null
  const taken: FakeRecord[] = []
  let [last, skipped, hasMore]: [TokenPlace['after'], number, boolean] = [from.after, 0, false]
  for (const { entry, record, indexed } of records.range(field, ranges[field], isDescending, after)) {
    if (isFiltered && !passes(indexed)) continue
    if (tokens === 'offsets' && skipped++ < from.offset) continue
    if (taken.length === size) {
      hasMore = true
      break
    }
    taken.push(record)
    last = [entry.time, entry.id]
  }
  const total = isFiltered
    ? [...records.range(field, ranges[field], false, null)].filter(({ indexed }) => passes(indexed)).length
    : records.count(field, ranges[field].ge, ranges[field].lt)
  const next: TokenPlace = { of: search, after: last, offset: from.offset + taken.length }
  const nextToken = endless !== null ? tokenOf({ ...from, of: search }, endless) : hasMore ? tokenOf(next, false) : ''
  const rows = taken.map((record) => shown(record, kind))
  return { [kind.rows]: rows, next_page_token: nextToken, total_count: total }
}

function pageSizeOf(query: URLSearchParams, { largestPage }: ListKind): number {
  const text = query.get('page_size') ?? ''
  const size = Number(text)
  if (!/^\d{1,4}$/.test(text) || size < 1 || size > largestPage) {
    throw badRequest(`page_size is required and must be from 1 to ${largestPage}.`)
  }
  return size
}

function orderOf(query: URLSearchParams, { defaultOrder }: ListKind): { field: TimeField; isDescending: boolean } {
  const [field, order] = [query.get('sort_field'), query.get('sort_order')]
  if (defaultOrder === null) {
    if (field !== null || order !== null) throw badRequest('This list cannot be sorted.')
    return { field: 'create_time', isDescending: true }
  }
  if (field !== null && field !== 'create_time' && field !== 'update_time') throw badRequest('sort_field is unknown.')
  if (order !== null && order !== 'ASC' && order !== 'DESC') throw badRequest('sort_order is unknown.')
  return { field: field ?? 'create_time', isDescending: (order ?? defaultOrder) === 'DESC' }
}

function isNamed(body: Readonly<Record<string, unknown>>, field: TimeField): boolean {
  return Object.keys(body).some((key) => key.startsWith(`${field}_`))
}

/** A missing lower end is the shop's beginning, a missing upper one is now. */
function rangeOf(body: Readonly<Record<string, unknown>>, field: TimeField, { upperEnd }: ListKind, nowMs: number) {
  const seconds = (key: string): number | undefined => {
    const value = body[key]
    if (value === undefined) return undefined
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
      throw badRequest(`${key} is no time in seconds.`)
    return value
  }
  const upper = seconds(`${field}_${upperEnd}`)
  return {
    ge: seconds(`${field}_ge`) ?? 0,
    lt: upper === undefined ? Math.floor(nowMs / 1000) + 1 : upper + (upperEnd === 'le' ? 1 : 0),
  }
}

/** The tests of the other filters. Stricter than the original: what it would ignore is refused. */
function testsOf(body: Readonly<Record<string, unknown>>, { filters, upperEnd }: ListKind) {
  const times = ['create_time', 'update_time'].flatMap((field) => [`${field}_ge`, `${field}_${upperEnd}`])
  return Object.entries(body).flatMap(([key, value]) => {
    if (times.includes(key)) return []
    const filter = filters[key]
    if (filter === undefined) throw badRequest(`The filter ${key.slice(0, 40)} is unknown.`)
    return (record: FakeRecord) => filter(value, record)
  })
}

function placeOfToken(token: string | null, search: string): TokenPlace {
  if (token === null || token === '') return { of: search, after: null, offset: 0 }
  try {
    const place = placeSchema.parse(JSON.parse(Buffer.from(token.slice(tokenStart.length), 'base64').toString()))
    if (place.of === search && token.startsWith(tokenStart)) return place
  } catch {
    // It is refused below, as one of another search is.
  }
  throw badRequest('page_token is invalid.')
}

/** Base64 with `+` and `/` in it, as the original's has: they have to be signed raw and sent encoded. */
const tokenStart = '++//'

function tokenOf(place: TokenPlace, isNew: boolean): string {
  const salted = isNew ? { ...place, salt: randomBytes(6).toString('hex') } : place
  return tokenStart + Buffer.from(JSON.stringify(salted)).toString('base64')
}
