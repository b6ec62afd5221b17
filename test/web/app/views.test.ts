import { expect, it } from 'vitest'

import { ownViews, streamViews, viewTitle } from '../../../web/src/app/views.ts'

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
  expect(streamViews([], streams)).toEqual([])
})

it('streams have views by their names; the orders have their own', () => {
  const views = streamViews(['streams', 'catalogVariations', 'square:1'], ['orders', 'catalogVariations', 'returns'])
  expect(views.map(({ label, href, isCurrent }) => [label, href, isCurrent])).toEqual([
    ['Catalog variations', '#/streams/catalogVariations', true],
    ['Returns', '#/streams/returns', false],
  ])
  expect(streamViews([], ['orders'])).toEqual([])
})

it.each([
  [[], 'Orders'],
  [['orders', 'square:1'], 'Orders'],
  [['streams', 'cashDrawerShifts'], 'Cash drawer shifts'],
  [['streams'], 'Not found'],
  [['elsewhere'], 'Not found'],
])('the view at %j is called %s', (path, title) => {
  expect(viewTitle(path)).toBe(title)
})
