import { expect, it } from 'vitest'

import { csvText } from '../../functions/src/contract/csvCells.ts'
import { delimiters } from '../../functions/src/contract/files.ts'

it.each(['=1+1', '+1', '-1', '@a', '＝1'])(
  'lets no spreadsheet calculate %j, whatever delimiter it is set to',
  (cell) => {
    for (const delimiter of delimiters) expect(csvText(cell, { delimiter })).toBe(`'${cell}`)
  },
)

it.each([' =1', '"=1', '\u200b=1', 'a;=1', 'a\n=1'])('finds the formula within %j', (cell) => {
  expect(csvText(cell, { delimiter: ',' })).toBe(cell.replace('=', "'="))
})

it('leaves other text alone', () => {
  for (const cell of ['a-b', 'a@b.com', '12', '', 'a,=1']) expect(csvText(cell, { delimiter: ',' })).toBe(cell)
})
