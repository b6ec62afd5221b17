import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { utc } from '../../../functions/src/contract/timeZone.ts'
import { filterSchema, listOrdersRequestSchema, sortFields } from '../../../functions/src/contract/api.ts'
import { orderStatuses, sourceNames } from '../../../functions/src/contract/order.ts'
import { datePresets, isDatePreset } from '../../../web/src/list/datePresets.ts'
import {
  asking,
  formatListState,
  initialListState,
  isFiltered,
  parseListState,
  requestOf,
  type ListState,
} from '../../../web/src/orders/listState.ts'

const day = { zone: utc, today: utc.dayOf(Date.parse('2026-11-20T15:30:00Z')) }

function parsed(query: string) {
  return parseListState(new URLSearchParams(query))
}

const times = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((d) => d.toISOString())
const some = <T>(values: readonly T[]) => fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined })
const preset = fc.option(fc.constantFrom(...Object.keys(datePresets).filter(isDatePreset)))
const filters = fc
  .record({
    status: some(orderStatuses),
    source: some(sourceNames),
    currency: some(['EUR', 'USD', 'JPY']),
    createdFrom: fc.option(times, { nil: undefined }),
    updatedTo: fc.option(times, { nil: undefined }),
    totalMin: fc.option(fc.integer(), { nil: undefined }),
    search: fc.option(fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }), { nil: undefined }),
  })
  .map((filter) => filterSchema.parse(JSON.parse(JSON.stringify(filter))))
const states: fc.Arbitrary<ListState> = fc
  .record({
    filter: filters,
    created: preset,
    updated: preset,
    sort: fc.record({ field: fc.constantFrom(...sortFields), direction: fc.constantFrom('asc', 'desc') }),
    limit: fc.integer({ min: 1, max: 200 }),
    turned: fc.option(fc.tuple(fc.integer({ min: 2, max: 9_999 }), fc.base64String({ minLength: 4, maxLength: 300 }))),
  })
  .map(({ turned, ...state }) => ({ ...state, page: turned?.[0] ?? 1, cursor: turned?.[1] ?? null }))
  // A preset stands for both times.
  .filter(({ filter, created, updated }) => !(created && filter.createdFrom) && !(updated && filter.updatedTo))

describe('the address of a list', () => {
  it('says the whole list, and is read as it was written', () => {
    fc.assert(
      fc.property(states, (state) => {
        const query = formatListState(state).toString()
        // As it comes out of the address bar.
        expect(parsed(query)).toEqual({ state, ignored: [] })
      }),
    )
  })

  it('always asks what the contract allows, whatever somebody wrote there', () => {
    const names = [
      'q',
      'status',
      'source',
      'currency',
      'created',
      'createdFrom',
      'createdTo',
      'updated',
      'updatedTo',
      'totalMin',
      'totalMax',
    ]
    const values = fc.oneof(fc.string(), fc.constantFrom('pending', '7d', 'EUR', '2026-01-01T00:00:00Z', '-5', '1e3'))
    const written = fc.array(fc.tuple(fc.constantFrom(...names, 'sort', 'limit', 'page', 'after', 'x'), values))
    fc.assert(
      fc.property(written, (pairs) => {
        const { state } = parseListState(new URLSearchParams(pairs))
        const request = listOrdersRequestSchema.safeParse(requestOf(state, day))
        expect(request.error).toBeUndefined()
      }),
    )
  })

  it('is empty where nothing was chosen', () => {
    expect(formatListState(initialListState).toString()).toBe('')
    expect(isFiltered(parsed('').state)).toBe(false)
  })

  it.each([
    ['status=lost', ['status']],
    ['status=pending,lost&q=anna', ['status']],
    ['createdFrom=yesterday', ['createdFrom']],
    ['createdFrom=2026-02-01T00:00:00Z&createdTo=2026-01-01T00:00:00Z', ['createdTo']],
    ['created=7d&createdTo=2026-01-01T00:00:00Z', ['createdTo']],
    ['updated=7d&updatedFrom=2026-01-01T00:00:00Z&updatedTo=2026-02-01T00:00:00Z', ['updatedFrom', 'updatedTo']],
    ['totalMin=', ['totalMin']],
    ['totalMin=5&totalMax=4', ['totalMax']],
    ['limit=500', ['limit']],
    ['sort=price:desc', ['sort']],
    ['created=tomorrow', ['created']],
    [`q=${'x'.repeat(201)}`, ['q']],
  ])('%s leaves out what nobody could have meant, and says so', (query, ignored) => {
    expect(parsed(query).ignored).toEqual(ignored)
  })

  it('keeps the name of a range of days, and asks for the days that it means now', () => {
    const { state } = parsed('created=7d')
    const asked = requestOf(state, day).filter?.createdFrom
    expect(asked).toBe('2026-11-14T00:00:00.000Z')
    expect(formatListState(state).toString()).toBe('created=7d')
  })

  it('begins at the first page when the question changes', () => {
    const { state } = parsed('page=3&after=abc')
    expect(state).toMatchObject({ page: 3, cursor: 'abc' })
    expect(asking(state, { limit: 100 })).toMatchObject({ page: 1, cursor: null, limit: 100 })
  })

  it.each(['page=3', 'after=abc', 'page=1&after=abc'])('%s is the first page: half of a place is none', (query) => {
    expect(parsed(query).state).toMatchObject({ page: 1, cursor: null })
  })
})
