import { describe, expect, it } from 'vitest'

import { AskedSquare, searchOf, type Call } from './askedSquare.ts'

const asked = new AskedSquare()

const orders = '/v2/orders/search'
const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `L${n}`)
const sorted = (sort_field: string, filtered: string): object => ({
  location_ids: ['MAIN'],
  query: { filter: { date_time_filter: { [filtered]: {} } }, sort: { sort_field } },
})

describe('what it checks', () => {
  it.each<[string, Call, number, string]>([
    ['no version', { ...searchOf(), version: null }, 400, 'INVALID_SQUARE_VERSION_FORMAT'],
    ['another version', { ...searchOf(), version: '2025-01-01' }, 400, 'API_VERSION_INCOMPATIBLE'],
    ['an unknown token', { ...searchOf(), token: 'other' }, 401, 'UNAUTHORIZED'],
    ['another kind of body', { ...searchOf(), contentType: 'text/plain' }, 400, 'INVALID_CONTENT_TYPE'],
    ['a body that is no JSON', { path: orders, body: '{"location_ids":' }, 400, 'EXPECTED_JSON_BODY'],
    ['a path that is not there', { path: '/v2/orders' }, 404, 'NOT_FOUND'],
    ['another method', { path: '/v2/locations', body: {} }, 404, 'NOT_FOUND'],
    ['no location', { path: orders, body: {} }, 400, 'MISSING_REQUIRED_PARAMETER'],
    ['an empty list of locations', { path: orders, body: { location_ids: [] } }, 400, 'ARRAY_EMPTY'],
    ['eleven locations', { path: orders, body: { location_ids: ids(11) } }, 400, 'ARRAY_LENGTH_TOO_LONG'],
    ['a strange location', { path: orders, body: { location_ids: ['L0'] } }, 403, 'INSUFFICIENT_SCOPES'],
    ['a misspelt key', searchOf({ limits: 3 }), 400, 'UNKNOWN_BODY_PARAMETER'],
    ['a misspelt filter', searchOf({ query: { filters: {} } }), 400, 'UNKNOWN_BODY_PARAMETER'],
    ['a page of too many', searchOf({ limit: 1001 }), 400, 'VALUE_TOO_HIGH'],
    ['a page of none', searchOf({ limit: 0 }), 400, 'VALUE_TOO_LOW'],
    ['a limit in words', searchOf({ limit: '5' }), 400, 'INCORRECT_TYPE'],
    ['a time that is none', searchOf({}, { start_at: 'yesterday' }), 400, 'INVALID_TIME'],
    ['a time without a zone', searchOf({}, { start_at: '2026-01-01T00:00:00' }), 400, 'INVALID_TIME'],
    ['a sort by another time', { path: orders, body: sorted('CREATED_AT', 'updated_at') }, 400, 'BAD_REQUEST'],
    ['no order of its id', { path: '/v2/orders/nobody' }, 404, 'NOT_FOUND'],
    ['a batch of none', { path: '/v2/orders/batch-retrieve', body: { order_ids: [] } }, 400, 'ARRAY_EMPTY'],
    ['a misspelt parameter', { path: '/v2/payments', query: { begin: 'x' } }, 400, 'UNKNOWN_QUERY_PARAMETER'],
    ['no type of its name', { path: '/v2/catalog/list', query: { types: 'THING' } }, 400, 'INVALID_ENUM_VALUE'],
    [
      'counts of too many',
      { path: '/v2/inventory/counts/batch-retrieve', body: { limit: 1001 } },
      400,
      'VALUE_TOO_HIGH',
    ],
    ['customers of too many', { path: '/v2/customers/search', body: { limit: 101 } }, 400, 'VALUE_TOO_HIGH'],
    ['a team of too many', { path: '/v2/team-members/search', body: { limit: 201 } }, 400, 'VALUE_TOO_HIGH'],
    ['events of too many', { path: '/v2/events', body: { limit: 101 } }, 400, 'VALUE_TOO_HIGH'],
  ])('refuses %s', async (_what, wrong, status, code) => {
    expect(await asked.refused(wrong)).toEqual([status, code])
  })

  it('refuses a date filter without a sort, for the default sort is another time', async () => {
    const query = { filter: { date_time_filter: { updated_at: {} } } }
    expect(await asked.refused({ path: orders, body: { location_ids: ['MAIN'], query } })).toEqual([400, 'BAD_REQUEST'])
  })

  it('refuses two date filters at once', async () => {
    const filter = { date_time_filter: { updated_at: {}, created_at: {} } }
    const query = { filter, sort: { sort_field: 'UPDATED_AT' } }
    expect(await asked.refused({ path: orders, body: { location_ids: ['MAIN'], query } })).toEqual([400, 'BAD_REQUEST'])
  })

  it('lets a token see its own merchant only', async () => {
    const other = asked.fake.addMerchant({ id: 'MERCHANT2' })
    other.putLocation('OTHER')
    const token = asked.fake.authorizations.grant('MERCHANT2').accessToken
    expect(await asked.rows('locations', { path: '/v2/locations', token })).toMatchObject([{ id: 'OTHER' }])
    expect(await asked.refused({ ...searchOf(), token })).toEqual([403, 'INSUFFICIENT_SCOPES'])
  })

  it('notes each call with the code of its answer', async () => {
    await asked.call(searchOf())
    await asked.refused({ path: '/v2/orders/nobody' })
    const noted = asked.fake.calls.map(({ method, path, code }) => [method, path, code])
    expect(noted).toEqual([
      ['POST', '/v2/orders/search', 'OK'],
      ['GET', '/v2/orders/nobody', 'NOT_FOUND'],
    ])
  })
})
