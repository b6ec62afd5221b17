import type { ColumnDescription } from 'contract/records.ts'
import {
  filterSchema,
  isSortField,
  listOrdersRequestSchema,
  sortSchema,
  type Filter,
  type ListOrdersRequest,
  type Sort,
} from 'contract/api.ts'
import { isDatePreset, rangeOf, type DatePreset } from '../list/datePresets.ts'
import { defaultPageSize } from '../list/PageSize.tsx'
import { putTests, testCount, testsIn, testsOn, type RecordTests } from '../list/recordTests.ts'
import { ownField, ownName } from './ownColumns.ts'
import type { ShopDay } from '../ui/shopZone.tsx'

/*
 * The state of the list, as it stands in the address: filters, search, sort, page. The address is the one place that holds the state, so
 * links can be shared and the back button works. The state lies behind the "#", which browsers send to no server, so that a search for
 * somebody's name is in no log.
 */

export const defaultSort: Sort = { field: 'createdAt', direction: 'desc' }

export interface ListState {
  /** The filter without the dates that a preset stands for. */
  readonly filter: Filter
  readonly created: DatePreset | null
  readonly updated: DatePreset | null
  /** Tests of the columns that the shop declares, by the columns' names. */
  readonly own: RecordTests
  readonly sort: Sort
  readonly limit: number
  /** The number of the page, from 1. */
  readonly page: number
  /** The place where the page begins; null for the first one. */
  readonly cursor: string | null
}

export const initialListState: ListState = {
  filter: {},
  created: null,
  updated: null,
  own: { tests: {}, days: {} },
  sort: defaultSort,
  limit: defaultPageSize,
  page: 1,
  cursor: null,
}

const lists = ['status', 'source', 'currency'] as const
const times = {
  created: ['createdFrom', 'createdTo'],
  updated: ['updatedFrom', 'updatedTo'],
} as const
const amounts = ['totalMin', 'totalMax'] as const

/** Tells whether an address goes by columns that the shop declares, which have to be known before it can be read. */
export function asksOwn(params: URLSearchParams): boolean {
  return [...params].some(([name, value]) => name.includes('.') || (name === 'sort' && value.startsWith('extra.')))
}

/**
 * Reads the state of a list from an address; `own` are the columns that the shop declares. `ignored` names the parts that are left
 * out: unreadable, unknown, or overruled by a preset.
 */
export function parseListState(
  params: URLSearchParams,
  own: readonly ColumnDescription[] = [],
): { readonly state: ListState; readonly ignored: string[] } {
  const ignored: string[] = []
  const valid = <T>(name: string, result: { success: boolean; data?: T }): T | undefined => {
    if (!result.success) ignored.push(name)
    return result.data
  }
  const given = <T>(name: string, read: (text: string) => { success: boolean; data?: T }): T | undefined => {
    const text = params.get(name)
    return text === null ? undefined : valid(name, read(text))
  }
  const { shape } = listOrdersRequestSchema
  const preset = (name: 'created' | 'updated'): DatePreset | null =>
    given(name, (text) => (isDatePreset(text) ? { success: true, data: text } : { success: false })) ?? null
  const [created, updated] = [preset('created'), preset('updated')]
  const cursor = given('after', (text) => shape.cursor.safeParse(text)) ?? null
  const page = given('page', (text) => wholeNumber(text)) ?? 1
  return {
    state: {
      filter: filterIn(params, { created, updated }, ignored),
      created,
      updated,
      own: testsIn(params, own, ignored),
      sort: given('sort', (text) => sortIn(text, own)) ?? defaultSort,
      limit: given('limit', (text) => shape.limit.safeParse(Number(text))) ?? defaultPageSize,
      // The one means nothing without the other.
      ...(cursor === null || page < 2 ? { page: 1, cursor: null } : { page, cursor }),
    },
    ignored,
  }
}

/** The address of a state; what is as it is by default is left out. */
export function formatListState(state: ListState): URLSearchParams {
  const { filter, created, updated, own, sort, limit, page, cursor } = state
  const params = new URLSearchParams()
  const put = (name: string, value: string | number | null | undefined): void => {
    if (value !== null && value !== undefined) params.set(name, String(value))
  }
  put('q', filter.search)
  for (const name of lists) put(name, filter[name]?.join(','))
  put('created', created)
  put('updated', updated)
  for (const name of [...times.created, ...times.updated, ...amounts]) put(name, filter[name])
  putTests(own, params)
  if (sort.field !== defaultSort.field || sort.direction !== defaultSort.direction) {
    put('sort', `${sort.field}:${sort.direction}`)
  }
  if (limit !== defaultPageSize) put('limit', limit)
  if (cursor !== null) {
    put('page', page)
    put('after', cursor)
  }
  return params
}

/** The filter with its presets as times. */
export function filterOf({ filter, created, updated, own }: ListState, day: ShopDay): Filter {
  const [createdRange, updatedRange] = [created, updated].map((preset) => (preset === null ? {} : rangeOf(preset, day)))
  const extra = Object.entries(testsOn(own, day)).map(([name, test]) => [ownName(name), test] as const)
  return {
    ...filter,
    ...(extra.length > 0 && { extra: Object.fromEntries(extra) }),
    ...(createdRange?.from !== undefined && { createdFrom: createdRange.from }),
    ...(createdRange?.to !== undefined && { createdTo: createdRange.to }),
    ...(updatedRange?.from !== undefined && { updatedFrom: updatedRange.from }),
    ...(updatedRange?.to !== undefined && { updatedTo: updatedRange.to }),
  }
}

/** Returns the request to `listOrders` for a state. */
export function requestOf(state: ListState, day: ShopDay): ListOrdersRequest {
  const { sort, limit, cursor } = state
  return { filter: filterOf(state, day), sort, limit, facets: true, ...(cursor !== null && { cursor }) }
}

/** The state that asks another question, from its first page. */
export function asking(state: ListState, changes: Partial<Omit<ListState, 'page' | 'cursor'>>): ListState {
  return { ...state, ...changes, page: 1, cursor: null }
}

export function isFiltered({ filter, created, updated, own }: ListState): boolean {
  return (
    created !== null ||
    updated !== null ||
    testCount(own) > 0 ||
    Object.values(filter).some((value) => value !== undefined)
  )
}

/** The filter in an address. A preset stands for both times of its name: times beside it are left out. */
function filterIn(params: URLSearchParams, presets: Pick<ListState, 'created' | 'updated'>, ignored: string[]): Filter {
  const search = params.get('q')
  const raw: Record<string, unknown> = {}
  for (const name of lists) if (params.has(name)) raw[name] = params.get(name)?.split(',')
  for (const range of ['created', 'updated'] as const) {
    const given = times[range].filter((name) => params.has(name))
    if (presets[range] !== null) ignored.push(...given)
    else for (const name of given) raw[name] = params.get(name)
  }
  for (const name of amounts) if (params.has(name)) raw[name] = numberIn(params.get(name) ?? '')
  if (search !== null) raw.search = search
  // Each round takes out what the schema refuses; the last one refuses nothing.
  for (;;) {
    const parsed = filterSchema.safeParse(raw)
    if (parsed.success) return parsed.data
    for (const { path } of parsed.error.issues) {
      const name = String(path[0])
      ignored.push(name === 'search' ? 'q' : name)
      delete raw[name]
    }
  }
}

function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}

function wholeNumber(text: string): { success: boolean; data?: number } {
  return /^[1-9]\d{0,6}$/.test(text) ? { success: true, data: Number(text) } : { success: false }
}

function sortIn(text: string, own: readonly ColumnDescription[]): { success: boolean; data?: Sort } {
  const [field, direction] = text.split(':')
  const isKnown = isSortField(field) || own.some(({ name, sort }) => sort === true && ownField(name) === field)
  return isKnown ? sortSchema.safeParse({ field, direction }) : { success: false }
}
