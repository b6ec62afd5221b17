import { describe, expect, it } from 'vitest'

import { TimeZone, utc } from '../../../functions/src/contract/timeZone.ts'
import type { Filter } from '../../../functions/src/contract/api.ts'
import { filterOf as listFilterOf, parseListState } from '../../../web/src/orders/listState.ts'
import { filterOfPeriod, hrefOfOrders } from '../../../web/src/overview/orderLinks.ts'
import { filterOf, initialOverviewState } from '../../../web/src/overview/overviewState.ts'
import { placeIn } from '../../../web/src/routing/location.ts'

const today = { zone: utc, today: utc.dayOf(Date.parse('2026-11-20')) }

/** What the list asks for when somebody follows the link. */
function askedBy(href: string): Filter {
  const { path, params } = placeIn(href)
  expect(path).toEqual(['orders'])
  const { state, ignored } = parseListState(params)
  expect(ignored).toEqual([])
  return listFilterOf(state, today)
}

describe('the way from figures to their orders', () => {
  it('asks the list for the very filter that was counted', () => {
    const filter = { ...filterOf(initialOverviewState, today), currency: ['EUR'] }
    expect(askedBy(hrefOfOrders(filter))).toEqual(filter)
  })

  it('leads to the orders of one period', () => {
    expect(filterOfPeriod({ currency: ['EUR'] }, '2026-02', 'month', utc)).toEqual({
      currency: ['EUR'],
      createdFrom: '2026-02-01T00:00:00.000Z',
      createdTo: '2026-03-01T00:00:00.000Z',
    })
  })

  it('of a day of the zone, which may have 23 or 25 hours', () => {
    const zone = new TimeZone('Europe/Berlin')
    expect(filterOfPeriod({}, '2026-03-29', 'day', zone)).toEqual({
      createdFrom: '2026-03-28T23:00:00.000Z',
      createdTo: '2026-03-29T22:00:00.000Z',
    })
    expect(filterOfPeriod({}, '2026-10-25', 'day', zone)).toEqual({
      createdFrom: '2026-10-24T22:00:00.000Z',
      createdTo: '2026-10-25T23:00:00.000Z',
    })
  })

  it('stays within the range where that cuts a week', () => {
    const range = { createdFrom: '2026-11-18T00:00:00.000Z', createdTo: '2026-11-21T00:00:00.000Z' }
    expect(filterOfPeriod(range, '2026-11-16', 'week', utc)).toEqual(range)
  })
})
