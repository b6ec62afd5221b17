import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'

import { csvLine } from '../../../web/src/format/csvLine.ts'

it('is read back as it was', () => {
  const lines = [
    ['a', 'b,c', 'say "x"'],
    ['', 'two\nlines', 'é;'],
  ]
  expect(parse(lines.map(csvLine).join(''))).toEqual(lines)
})

it.each(['=1+1', '+1', '-1', '@a', ' =1', '"=1', '＝1'])('lets no spreadsheet calculate %j', (cell) => {
  expect(parse(csvLine([cell]))).toEqual([[`'${cell}`]])
})
