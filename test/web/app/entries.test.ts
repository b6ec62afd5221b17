import { expect, it } from 'vitest'

import { matching, stepped, type Entry } from '../../../web/src/app/palette/entries.ts'

const entry = (label: string, words?: string): Entry => ({
  id: label,
  label,
  ...(words !== undefined && { words }),
  run: () => {},
})
const entries = [entry('Orders'), entry('Overview'), entry('Orders: Café'), entry('Full resync …', 'sync copy')]

function found(text: string): readonly string[] {
  return matching(entries, text).map(({ label }) => label)
}

it.each([
  ['', ['Orders', 'Overview', 'Orders: Café', 'Full resync …']],
  ['or', ['Orders', 'Orders: Café']],
  ['CAFE', ['Orders: Café']],
  ['cafe ord', ['Orders: Café']],
  ['copy', ['Full resync …']],
  ['nothing', []],
])('%j finds %j', (text, labels) => {
  expect(found(text)).toEqual(labels)
})

it('those come first whose name begins so', () => {
  expect(matching([entry('Last order'), entry('Orders')], 'order').map(({ label }) => label)).toEqual([
    'Orders',
    'Last order',
  ])
})

it('arrows go round', () => {
  expect([stepped(0, 1, 3), stepped(2, 1, 3), stepped(0, -1, 3), stepped(0, 1, 0)]).toEqual([1, 0, 2, 0])
})
