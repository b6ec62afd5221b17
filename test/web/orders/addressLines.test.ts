import { expect, it } from 'vitest'

import { addressLines } from '../../../web/src/orders/addressLines.ts'

it.each([
  [
    { city: 'Köln', country: 'DE', line1: 'Domplatz 1', name: 'Anna', postalCode: '50667' },
    ['Anna', 'Domplatz 1', 'Köln', '50667', 'DE'],
  ],
  [
    { address_line1: '1 Main St', locality: 'Austin', administrative_district_level_1: 'TX', company: 'Ada Ltd' },
    ['Ada Ltd', '1 Main St', 'Austin', 'TX'],
  ],
  [{ zip: 10_115, address: { street: 'Torstr. 1', note: '  ' }, gate: 'B' }, ['Torstr. 1', '10115', 'B']],
  [{}, []],
  [undefined, []],
])('the lines of %j', (address, lines) => {
  expect(addressLines(address)).toEqual(lines)
})
