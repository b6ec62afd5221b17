import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { listRecordsRequestSchema, type ColumnTest } from '../../../functions/src/contract/records.ts'
import { TimeZone } from '../../../functions/src/contract/timeZone.ts'
import { datePresets, type DatePreset } from '../../../web/src/list/datePresets.ts'
import {
  formatRecordList,
  parseRecordList,
  recordRequestOf,
  testing,
  type RecordListState,
} from '../../../web/src/streams/recordListState.ts'
import { testCount } from '../../../web/src/list/recordTests.ts'
import { payments } from './payments.ts'

function stateOf(address: string): RecordListState {
  return parseRecordList(new URLSearchParams(address), payments).state
}

function ignoredIn(address: string): readonly string[] {
  return parseRecordList(new URLSearchParams(address), payments).ignored
}

const initial = stateOf('')
const zone = new TimeZone('UTC')
const day = { zone, today: zone.dayOf(Date.UTC(2026, 10, 20)) }

const words = fc.array(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), { minLength: 1, maxLength: 3 })
const range = fc.record({ min: fc.integer({ min: -999, max: 0 }), max: fc.integer({ min: 0 }) })
const time = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
const tests: fc.Arbitrary<Record<string, ColumnTest>> = fc.record(
  {
    order: fc.record({ in: words }),
    status: fc.record({ in: words }),
    isRefunded: fc.constantFrom<ColumnTest>({ in: [true] }, { in: [false] }, { in: [true, false] }),
    amount: fc.oneof(
      range,
      range.map(({ min }) => ({ min })),
    ),
    score: range,
    createdAt: time.map((from) => ({ from })),
  },
  { requiredKeys: [] },
)
const states: fc.Arbitrary<RecordListState> = fc.record({
  search: fc.string({ maxLength: 50, unit: 'grapheme' }),
  tests,
  days: fc.oneof(
    fc.constant({}),
    fc.constantFrom(...(Object.keys(datePresets) as DatePreset[])).map((preset) => ({ dueAt: preset })), // Its own keys.
  ),
  sort: fc.constantFrom<RecordListState['sort'][]>(
    { field: 'createdAt', direction: 'desc' },
    { field: 'amount', direction: 'asc' },
  ),
  limit: fc.constantFrom(25, 50, 200),
  page: fc.constant(1),
  cursor: fc.constant(null),
})

describe('the address of a stream’s list', () => {
  it('says all of the list, whatever is asked', () => {
    fc.assert(
      fc.property(states, (state) => {
        const { state: read, ignored } = parseRecordList(formatRecordList(state), payments)
        expect({ read, ignored }).toEqual({ read: state, ignored: [] })
        expect(listRecordsRequestSchema.safeParse(recordRequestOf('payments', state, day)).success).toBe(true)
      }),
    )
  })

  it('has the place of a page, of which one half means nothing', () => {
    const state = { ...initial, page: 3, cursor: 'abc' }
    expect(stateOf(formatRecordList(state).toString())).toEqual(state)
    expect(stateOf('page=3')).toEqual(initial)
    expect(stateOf('after=abc')).toEqual(initial)
  })

  it('leaves out what the functions would refuse, and names it', () => {
    expect(ignoredIn('min.status=3')).toEqual(['min.status'])
    expect(ignoredIn('in.nothing=a&colour=red')).toEqual(['colour', 'in.nothing'])
    expect(ignoredIn('min.amount=9&max.amount=2')).toEqual(['min.amount', 'max.amount'])
    expect(ignoredIn('min.amount=')).toEqual(['min.amount'])
    expect(ignoredIn('from.createdAt=yesterday&days.dueAt=soon')).toEqual(['from.createdAt', 'days.dueAt'])
    expect(ignoredIn('sort=status:up&limit=900')).toEqual(['sort', 'limit'])
    expect(ignoredIn('sort=order:asc')).toEqual(['sort'])
    expect(stateOf('min.status=3&sort=order:asc&limit=0')).toEqual(initial)
  })

  it('searches only where a column is searched', () => {
    const params = new URLSearchParams({ q: 'a' })
    expect(parseRecordList(params, payments).state.search).toBe('a')
    const { state, ignored } = parseRecordList(params, { ...payments, columns: [] })
    expect({ search: state.search, ignored }).toEqual({ search: '', ignored: ['q'] })
  })

  it('keeps days by their name, which the request has as times', () => {
    const state = stateOf('days.createdAt=today')
    expect(recordRequestOf('payments', state, day).filter).toEqual({ createdAt: { from: '2026-11-20T00:00:00.000Z' } })
  })
})

describe('another test of a column', () => {
  it('begins at the first page, in the place of the last one', () => {
    const state = { ...stateOf('in.status=A&days.dueAt=7d'), page: 3, cursor: 'abc' }
    expect(testing(payments, state, 'status', { in: ['B'] })).toEqual(stateOf('in.status=B&days.dueAt=7d'))
    expect(testing(payments, state, 'dueAt', { days: 'today' })).toEqual(stateOf('in.status=A&days.dueAt=today'))
    const from = '2026-01-01T00:00:00.000Z'
    expect(testing(payments, state, 'dueAt', { from })).toEqual(stateOf(`in.status=A&from.dueAt=${from}`))
  })

  it('is none where nothing is chosen', () => {
    const state = stateOf('in.status=A')
    for (const nothing of [null, { in: [] }, { min: undefined, max: undefined }]) {
      expect(testing(payments, state, 'status', nothing)).toEqual(initial)
    }
    expect(testCount(testing(payments, state, 'score', { min: 1, max: undefined }))).toBe(2)
  })

  it('of a currency takes those of its amounts with it', () => {
    const state = stateOf('in.currency=EUR&min.amount=100&min.score=1')
    expect(testing(payments, state, 'currency', { in: ['USD'] })).toEqual(stateOf('min.score=1&in.currency=USD'))
  })
})
