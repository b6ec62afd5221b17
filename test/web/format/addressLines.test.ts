import { expect, it } from 'vitest'

import { addressLines } from '../../../web/src/format/addressLines.ts'

const anna = { city: 'Köln', country: 'DE', line1: 'Domplatz 1', name: 'Anna', postalCode: '50667' }

it.each([
  ['Germany', anna, ['Anna', 'Domplatz 1', '50667 Köln', 'DE']],
  ['a country by its name', { ...anna, country: 'Germany' }, ['Anna', 'Domplatz 1', '50667 Köln', 'Germany']],
  ['a region where addresses have none', { ...anna, state: 'NRW' }, ['Anna', 'Domplatz 1', '50667 Köln', 'DE', 'NRW']],
  ['a part that is missing', { city: 'Köln', country: 'de' }, ['Köln', 'de']],
  [
    'the United States',
    {
      address_line_1: '1 Main St',
      address_line_2: 'Apt 4',
      locality: 'Austin',
      state: 'TX',
      zip: 78_701,
      country: 'US',
    },
    ['1 Main St', 'Apt 4', 'Austin, TX 78701', 'US'],
  ],
  ['the United States without a state', { city: 'Austin', zip: '78701', country: 'USA' }, ['Austin 78701', 'USA']],
  [
    'Great Britain',
    { line1: '10 Downing St', city: 'London', postcode: 'SW1A 2AA', country: 'United Kingdom' },
    ['10 Downing St', 'London', 'SW1A 2AA', 'United Kingdom'],
  ],
  [
    'Brazil',
    { street: 'Rua A 1', city: 'São Paulo', region: 'SP', postalCode: '01000-000', country: 'BR' },
    ['Rua A 1', 'São Paulo-SP', '01000-000', 'BR'],
  ],
  [
    'Japan, in its own script',
    { name: '山田', line1: '千代田1-1', city: '千代田区', region: '東京都', postalCode: '100-8111', country: 'JP' },
    ['JP', '100-8111', '東京都 千代田区', '千代田1-1', '山田'],
  ],
  [
    'Japan, in Latin letters',
    { name: 'Yamada', line1: '1-1 Chiyoda', city: 'Tokyo', postalCode: '100-8111', country: 'Japan' },
    ['Yamada', '1-1 Chiyoda', 'Tokyo 100-8111', 'Japan'],
  ],
  [
    'a TikTok shop',
    { name: 'Anna', full_address: 'Domplatz 1, Köln', postal_code: '50667', region_code: 'DE' },
    ['Anna', 'Domplatz 1, Köln', '50667', 'DE'],
  ],
  [
    'a country that is not known',
    { ...anna, country: 'Atlantis' },
    ['Anna', 'Domplatz 1', 'Köln', '50667', 'Atlantis'],
  ],
  [
    'no country',
    { address_line1: '1 Main St', locality: 'Austin', administrative_district_level_1: 'TX', company: 'Ada Ltd' },
    ['Ada Ltd', '1 Main St', 'Austin', 'TX'],
  ],
  [
    'parts within parts',
    { zip: 10_115, address: { street: 'Torstr. 1', note: '  ' }, gate: 'B' },
    ['Torstr. 1', '10115', 'B'],
  ],
  ['nothing', {}, []],
  ['no address', undefined, []],
])('the lines of an address: %s', (_of, address, lines) => {
  expect(addressLines(address)).toEqual(lines)
})
