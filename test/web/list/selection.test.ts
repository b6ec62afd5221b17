import { expect, it } from 'vitest'

import { allToggled, among, nothingSelected, toggled } from '../../../web/src/list/selection.ts'

const page = ['a', 'b', 'c', 'd', 'e']

/** The selected rows after touches of these, those in capitals with Shift. */
function selectedAfter(touches: string): string {
  const end = touches
    .split('')
    .reduce(
      (selected, touch) => toggled(selected, page, touch.toLowerCase(), touch !== touch.toLowerCase()),
      nothingSelected,
    )
  return page.filter((id) => end.ids.has(id)).join('')
}

it.each([
  ['a row is selected by one touch and taken out by the next', 'bdb', 'd'],
  ['Shift selects up to the row, downwards', 'bD', 'bcd'],
  ['and upwards', 'dB', 'bcd'],
  ['from the row that was touched last, whatever was selected before', 'aeC', 'acde'],
  ['Shift takes out where the row becomes unselected', 'aEbD', 'ae'],
  ['Shift alone begins at its own row', 'C', 'c'],
])('%s', (_rule, touches, selected) => {
  expect(selectedAfter(touches)).toBe(selected)
})

it('the header selects all rows, and none where all are', () => {
  const all = allToggled(toggled(nothingSelected, page, 'b', false), page)
  expect([...all.ids]).toEqual(page)
  expect(allToggled(all, page)).toBe(nothingSelected)
})

it('a row that is gone is selected no more, and is no end of a range', () => {
  const selected = among({ ids: new Set(['b', 'x']), anchor: 'x' }, page)
  expect([...selected.ids]).toEqual(['b'])
  expect([...toggled(selected, page, 'd', true).ids]).toEqual(['b', 'd'])
})
