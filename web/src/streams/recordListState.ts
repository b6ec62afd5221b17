import {
  listRecordsRequestSchema,
  type ListRecordsRequest,
  type RecordFilter,
  type RecordSort,
  type StreamDescription,
} from 'contract/records.ts'
import { defaultPageSize } from '../list/PageSize.tsx'
import type { ShopDay } from '../ui/shopZone.tsx'
import { askableColumns } from './recordColumns.ts'
import { putTests, testsIn, testsOn, withTest, type GivenTest, type RecordTests } from '../list/recordTests.ts'

/* The state of a stream's list, as it stands in the address: search, tests of columns, sort, page. */

export const defaultSort: RecordSort = { field: 'createdAt', direction: 'desc' }

export interface RecordListState extends RecordTests {
  /** The text that is searched for; empty where there is none. */
  readonly search: string
  readonly sort: RecordSort
  readonly limit: number
  /** The number of the page, from 1. */
  readonly page: number
  /** The place where the page begins; null for the first one. */
  readonly cursor: string | null
}

const plain = ['q', 'sort', 'limit', 'page', 'after'] as const

/** Reads the state of a stream's list from an address; `ignored` names the parts that mean nothing here and are left out. */
export function parseRecordList(
  params: URLSearchParams,
  stream: StreamDescription,
): { readonly state: RecordListState; readonly ignored: readonly string[] } {
  const ignored: string[] = [...new Set(params.keys())].filter(
    (name) => !name.includes('.') && !plain.some((one) => one === name),
  )
  const given = <T>(name: (typeof plain)[number], read: (text: string) => T | undefined): T | undefined => {
    const text = params.get(name)
    if (text === null) return undefined
    const value = read(text)
    if (value === undefined) ignored.push(name)
    return value
  }
  const { shape } = listRecordsRequestSchema
  const columns = askableColumns(stream)
  const canSearch = columns.some(({ search }) => search)
  const cursor = given('after', (text) => shape.cursor.safeParse(text).data) ?? null
  const page = given('page', wholeNumber) ?? 1
  return {
    state: {
      search:
        given('q', (text) => (canSearch ? shape.filter.safeParse({ search: text }).data?.search : undefined)) ?? '',
      ...testsIn(params, columns, ignored),
      sort: given('sort', (text) => sortIn(text, stream)) ?? defaultSort,
      limit: given('limit', (text) => shape.limit.safeParse(Number(text)).data) ?? defaultPageSize,
      // The one means nothing without the other.
      ...(cursor === null || page < 2 ? { page: 1, cursor: null } : { page, cursor }),
    },
    ignored,
  }
}

/** The address of a state; what is as it is by default is left out. */
export function formatRecordList(state: RecordListState): URLSearchParams {
  const { search, sort, limit, page, cursor } = state
  const params = new URLSearchParams()
  if (search !== '') params.set('q', search)
  putTests(state, params)
  if (sort.field !== defaultSort.field || sort.direction !== defaultSort.direction)
    params.set('sort', `${sort.field}:${sort.direction}`)
  if (limit !== defaultPageSize) params.set('limit', String(limit))
  if (cursor !== null) {
    params.set('page', String(page))
    params.set('after', cursor)
  }
  return params
}

/** The filter of a state, days with a name as times. */
export function recordFilterOf({ search, ...tests }: RecordListState, day: ShopDay): RecordFilter {
  return { ...testsOn(tests, day), ...(search !== '' && { search }) }
}

/** Returns the request to `listRecords` for a state. */
export function recordRequestOf(stream: string, state: RecordListState, day: ShopDay): ListRecordsRequest {
  const { sort, limit, cursor } = state
  const filter = recordFilterOf(state, day)
  return { stream, filter, sort, limit, facets: true, ...(cursor !== null && { cursor }) }
}

/** The state that asks another question, from its first page. */
export function asking(
  state: RecordListState,
  changes: Partial<Omit<RecordListState, 'page' | 'cursor'>>,
): RecordListState {
  return { ...state, ...changes, page: 1, cursor: null }
}

/** The state with another test of a column; null takes it out. */
export function testing(
  { columns }: StreamDescription,
  state: RecordListState,
  column: string,
  test: GivenTest | null,
): RecordListState {
  return asking(state, withTest(columns, state, column, test))
}

function wholeNumber(text: string): number | undefined {
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined
}

function sortIn(text: string, stream: StreamDescription): RecordSort | undefined {
  const [field, direction] = text.split(':')
  const sort = listRecordsRequestSchema.shape.sort.safeParse({ field, direction }).data
  return askableColumns(stream).some((column) => column.name === field && column.sort) ? sort : undefined
}
