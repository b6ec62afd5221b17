import { expect, it } from 'vitest'

import { ownViews, streamViews, viewTitle } from '../../../web/src/app/views.ts'

const named = (streams: readonly string[]) => streams.map((name) => ({ name }))

it('the page’s own views are there always, orders first and open where the address is empty', () => {
  expect(ownViews([], []).map(({ label, href, isCurrent }) => [label, href, isCurrent])).toEqual([
    ['Orders', '#/orders', true],
    ['Overview', '#/overview', false],
    ['Sync', '#/sync', false],
  ])
})

it('a stream may have one of the page’s own views, and is then in no menu', () => {
  const streams = ['orders', 'operatingSeasons']
  expect(ownViews(['seasons'], streams).map(({ label, isCurrent }) => [label, isCurrent])).toEqual([
    ['Orders', false],
    ['Overview', false],
    ['Seasons', true],
    ['Sync', false],
  ])
  expect(streamViews([], named(streams))).toEqual([])
})

it('streams have views by their names, or the names that the shop gave them; the orders have their own', () => {
  const views = streamViews(
    ['streams', 'catalogVariations', 'square:1'],
    [...named(['orders', 'catalogVariations', 'returns']), { name: 'stock', label: 'What is there' }],
  )
  expect(views.map(({ label, href, isCurrent }) => [label, href, isCurrent])).toEqual([
    ['Catalog variations', '#/streams/catalogVariations', true],
    ['Returns', '#/streams/returns', false],
    ['What is there', '#/streams/stock', false],
  ])
  expect(streamViews([], named(['orders']))).toEqual([])
})

it.each([
  [[], 'Orders'],
  [['orders', 'square:1'], 'Orders'],
  [['streams', 'cashDrawerShifts'], 'Cash drawer shifts'],
  [['streams', 'stock'], 'What is there'],
  [['streams'], 'Not found'],
  [['elsewhere'], 'Not found'],
])('the view at %j is called %s', (path, title) => {
  expect(viewTitle(path, [{ name: 'stock', label: 'What is there' }])).toBe(title)
})
