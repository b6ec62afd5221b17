import { expect, it } from 'vitest'

import { oneCurrency } from '../../../web/src/list/currencies.ts'

it('amounts compare in the one currency that is chosen or there is', () => {
  expect(oneCurrency(['EUR'], undefined)).toBe('EUR')
  expect(oneCurrency(undefined, { USD: 4 })).toBe('USD')
  expect(oneCurrency(undefined, { USD: 4, EUR: 1 })).toBeNull()
  expect(oneCurrency(['EUR', 'USD'], undefined)).toBeNull()
})
