import { describe, expect, it } from 'vitest'

import { AskedSquare, idsOf } from './askedSquare.ts'

const asked = new AskedSquare()

describe('the locations', () => {
  it('are listed at once, the inactive ones too', async () => {
    asked.merchant.putLocation('SIDE', { status: 'INACTIVE' })
    const locations = await asked.rows('locations', { path: '/v2/locations' })
    expect(locations).toMatchObject([
      { id: 'MAIN', status: 'ACTIVE', merchant_id: 'MERCHANT1', timezone: 'America/New_York', currency: 'USD' },
      { id: 'SIDE', status: 'INACTIVE', timezone: 'America/Los_Angeles' },
    ])
    asked.merchant.removeLocation('SIDE')
    expect(await asked.rows('locations', { path: '/v2/locations' })).toHaveLength(1)
  })
})

describe('the vendors', () => {
  it('are searched by status and name, a hundred a page, and got by ids', async () => {
    for (let n = 0; n < 101; n++) asked.merchant.vendors.put(`v${n}`, { name: `Vendor ${n}` })
    asked.merchant.vendors.put('v7', { status: 'INACTIVE' })
    const path = '/v2/vendors/search'
    expect((await asked.pages('vendors', { path, body: {} })).map((page) => page.length)).toEqual([100, 1])
    const inactive = await asked.rows('vendors', { path, body: { filter: { status: ['INACTIVE'] } } })
    expect(inactive).toMatchObject([{ id: 'v7', name: 'Vendor 7', version: 2 }])
    const sort = { field: 'NAME', order: 'DESC' }
    expect(idsOf(await asked.rows('vendors', { path, body: { sort } })).slice(0, 2)).toEqual(['v99', 'v98'])
    const body = { vendor_ids: ['v1', 'nobody'] }
    const { responses } = await asked.call({ path: '/v2/vendors/bulk-retrieve', body })
    expect(responses).toMatchObject({ v1: { vendor: { id: 'v1' } }, nobody: { errors: [{ code: 'NOT_FOUND' }] } })
  })
})

describe('the customers', () => {
  it('are searched by name or by creation, and filtered by their times', async () => {
    const { customers } = asked.merchant
    customers.put('c1', { given_name: 'Zoë', email_address: 'zoe@example.com' })
    asked.nowMs += 1000
    customers.put('c2', { given_name: 'Ava' })
    const found = async (query: object): Promise<unknown[]> =>
      idsOf(await asked.rows('customers', { path: '/v2/customers/search', body: { query } }))
    expect(await found({})).toEqual(['c2', 'c1'])
    expect(await found({ sort: { field: 'CREATED_AT', order: 'ASC' } })).toEqual(['c1', 'c2'])
    expect(await found({ filter: { updated_at: { start_at: '2026-09-20T12:00:01Z' } } })).toEqual(['c2'])
    expect(await found({ filter: { email_address: { exact: 'zoe@example.com' } } })).toEqual(['c1'])
    customers.remove('c1')
    expect(await found({})).toEqual(['c2'])
    const count = await asked.call({ path: '/v2/customers/search', body: { count: true, limit: 1 } })
    expect(count.count).toBe(1)
    const bulk = { path: '/v2/customers/bulk-retrieve', body: { customer_ids: ['c1', 'c2'] } }
    expect((await asked.call(bulk)).responses).toMatchObject({
      c1: { errors: [{ code: 'NOT_FOUND' }] },
      c2: { customer: { given_name: 'Ava', version: 1 } },
    })
  })

  it('are paged by places that stay where they are when a row before them goes', async () => {
    for (let n = 0; n < 5; n++) asked.merchant.customers.put(`c${n}`, { given_name: `Ava ${n}` })
    let calls = 0
    asked.fake.beforeAnswer = () => {
      if ((calls += 1) === 2) asked.merchant.customers.remove('c0')
    }
    const pages = await asked.pages('customers', { path: '/v2/customers/search', body: { limit: 2 } })
    expect(pages.map(idsOf)).toEqual([['c0', 'c1'], ['c2', 'c3'], ['c4']])
  })
})

describe('the team', () => {
  it('is searched by location and status', async () => {
    const { teamMembers } = asked.merchant
    teamMembers.put('t1', {
      assigned_locations: { assignment_type: 'ALL_CURRENT_AND_FUTURE_LOCATIONS' },
      is_owner: true,
    })
    teamMembers.put('t2', { assigned_locations: { assignment_type: 'EXPLICIT_LOCATIONS', location_ids: ['SIDE'] } })
    teamMembers.put('t3', { status: 'INACTIVE' })
    const found = async (filter: object): Promise<unknown[]> =>
      idsOf(await asked.rows('team_members', { path: '/v2/team-members/search', body: { query: { filter } } }))
    expect(await found({})).toEqual(['t1', 't2', 't3'])
    expect(await found({ location_ids: ['MAIN'] })).toEqual(['t1'])
    expect(await found({ location_ids: ['SIDE'], status: 'ACTIVE' })).toEqual(['t1', 't2'])
    expect(await found({ is_owner: false })).toEqual(['t2', 't3'])
  })
})
