import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { utc } from '../../../functions/src/contract/timeZone.ts'
import { filterSchema, listOrdersRequestSchema, sortFields } from '../../../functions/src/contract/api.ts'
import { orderStatuses, sourceNames } from '../../../functions/src/contract/order.ts'
import type { ColumnDescription, ColumnTest } from '../../../functions/src/contract/records.ts'
import type { RecordTests } from '../../../web/src/list/recordTests.ts'
import { datePresets, isDatePreset, type DatePreset } from '../../../web/src/list/datePresets.ts'
import {
  asking,
  asksOwn,
  formatListState,
  initialListState,
  isFiltered,
  parseListState,
  requestOf,
  type ListState,
} from '../../../web/src/orders/listState.ts'

const day = { zone: utc, today: utc.dayOf(Date.parse('2026-11-20T15:30:00Z')) }

function parsed(query: string) {
  return parseListState(new URLSearchParams(query), own)
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
const own: readonly ColumnDescription[] = [
  { name: 'extra_channel', label: 'Channel', kind: 'category', facet: true },
  { name: 'extra_tip', label: 'Tip', kind: 'integer', range: true, sort: true, money: { currency: 'currency' } },
  { name: 'extra_dueAt', label: 'Due', kind: 'time', range: true },
  { name: 'extra_gift', label: 'Gift', kind: 'flag' },
]
const ownTests: fc.Arbitrary<RecordTests> = fc
  .record(
    {
      extra_channel: fc.record({ in: fc.uniqueArray(fc.string({ maxLength: 20 }), { minLength: 1, maxLength: 3 }) }),
      extra_tip: fc.record({ min: fc.integer() }),
      extra_gift: fc.boolean().map((gift) => ({ in: [gift] })),
      extra_dueAt: times.map((from) => ({ from })),
    },
    { requiredKeys: [] },
  )
  .chain((tests) => fc.option(fc.constantFrom('7d' as const)).map((days) => withDays(tests, days)))

function withDays({ extra_dueAt: due, ...tests }: Record<string, ColumnTest>, days: DatePreset | null): RecordTests {
  if (days !== null) return { tests, days: { extra_dueAt: days } }
  return { tests: due === undefined ? tests : { ...tests, extra_dueAt: due }, days: {} }
}
const states: fc.Arbitrary<ListState> = fc
  .record({
    filter: filters,
    created: preset,
    updated: preset,
    own: ownTests,
    sort: fc.record({
      field: fc.constantFrom(...sortFields, 'extra.tip' as const),
      direction: fc.constantFrom('asc', 'desc'),
    }),
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

  it('asks for tests of columns of the shop’s own by the names that it gave them', () => {
    const { state, ignored } = parsed('in.extra_channel=web&days.extra_dueAt=7d&min.extra_tip=5&sort=extra.tip:asc')
    expect(ignored).toEqual([])
    expect(requestOf(state, day)).toMatchObject({
      filter: { extra: { channel: { in: ['web'] }, dueAt: { from: '2026-11-14T00:00:00.000Z' }, tip: { min: 5 } } },
      sort: { field: 'extra.tip', direction: 'asc' },
    })
    expect(isFiltered(state)).toBe(true)
  })

  it('leaves out columns that the shop does not have, and says so', () => {
    expect(parsed('in.extra_colour=red&sort=extra.channel:asc').ignored.sort()).toEqual(['in.extra_colour', 'sort'])
    expect(asksOwn(new URLSearchParams('in.extra_colour=red'))).toBe(true)
    expect(asksOwn(new URLSearchParams('sort=extra.channel:asc'))).toBe(true)
    expect(asksOwn(new URLSearchParams('sort=total:asc&q=a.b'))).toBe(false)
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
