import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { utc } from '../../../functions/src/contract/timeZone.ts'
import { filterSchema } from '../../../functions/src/contract/api.ts'
import {
  filterOf,
  formatOverviewState,
  initialOverviewState,
  parseOverviewState,
  type OverviewState,
} from '../../../web/src/overview/overviewState.ts'
import { periods } from '../../../web/src/overview/periods.ts'
import { rangeNames } from '../../../web/src/overview/ranges.ts'

const anyState: fc.Arbitrary<OverviewState> = fc.record({
  range: fc.constantFrom(...rangeNames),
  by: fc.constantFrom(...periods),
  currency: fc.constantFrom(null, 'USD', 'JPY'),
  includesLost: fc.boolean(),
})

describe('the address of the overview', () => {
  it('keeps every state', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(parseOverviewState(formatOverviewState(state))).toEqual({ state, ignored: [] })
      }),
    )
  })

  it('is empty by default', () => {
    expect(formatOverviewState(initialOverviewState).toString()).toBe('')
    expect(parseOverviewState(new URLSearchParams()).state).toEqual(initialOverviewState)
  })

  it('leaves out and names what nobody could have meant', () => {
    const params = new URLSearchParams('range=never&by=week&currency=dollars&include=everything&other=1')
    expect(parseOverviewState(params)).toEqual({
      state: { ...initialOverviewState, by: 'week' },
      ignored: ['range', 'currency', 'include'],
    })
  })
})

describe('the orders that a state is about', () => {
  it('can be asked for, whatever the state', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(filterSchema.safeParse(filterOf(state, { zone: utc, today: 20_777 })).success).toBe(true)
      }),
    )
  })

  it('are of every status, whatever the revenue includes', () => {
    expect(filterOf({ ...initialOverviewState, range: 'all', includesLost: true }, { zone: utc, today: 0 })).toEqual({})
  })
})
