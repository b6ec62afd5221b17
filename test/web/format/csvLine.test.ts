import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'

import { delimiters } from '../../../functions/src/contract/files.ts'
import { csvLine } from '../../../web/src/format/csvLine.ts'

it.each(delimiters)('is read back as it was, with %j between cells', (delimiter) => {
  const lines = [
    ['a', 'b,c', 'say "x"', 'tab\tbed'],
    ['', 'two\nlines', 'é;', 'a\rb'],
  ]
  expect(parse(lines.map((cells) => csvLine(cells, delimiter)).join(''), { delimiter })).toEqual(lines)
})

it('has quotes only where cells need them', () => {
  expect(csvLine(['1001', 'a,b', '12.50'], '\t')).toBe('1001\ta,b\t12.50\r\n')
})
