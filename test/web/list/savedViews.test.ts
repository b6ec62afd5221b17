import { expect, it } from 'vitest'

import {
  mostViews,
  textOfViews,
  viewNamed,
  viewsIn,
  withView,
  type SavedView,
} from '../../../web/src/list/savedViews.ts'

const view = (name: string): SavedView => ({ name, query: `q=${name}`, columns: ['orderNumber', 'total'] })

it('views are read as they were written, and nothing is kept of none', () => {
  const views = [view('Late'), view('Large')]
  expect(viewsIn(textOfViews({ views, unreadable: [] }))).toEqual({ views, unreadable: [] })
  expect(textOfViews({ views: [], unreadable: [] })).toBeNull()
  expect(viewsIn(null)).toEqual({ views: [], unreadable: [] })
})

it.each([
  ['no name', { ...view('a'), name: ' ' }],
  ['a member that nobody knows', { ...view('a'), colour: 'red' }],
  ['no columns', { name: 'a', query: '' }],
  ['a name that is taken, in capitals', view('LATE')],
  ['nothing', null],
])('an entry with %s costs no other, and is kept', (_what, entry) => {
  const stored = viewsIn(JSON.stringify([view('Late'), entry, view('Large')]))
  expect(stored).toEqual({ views: [view('Late'), view('Large')], unreadable: [entry] })
  expect(viewsIn(textOfViews(stored))).toEqual(stored)
})

it.each(['{', '{}', '"a"', 'x'.repeat(300_001)])('of a text that is no list nothing is read: %.10s', (text) => {
  expect(viewsIn(text)).toEqual({ views: [], unreadable: [text] })
})

it('there are at most so many', () => {
  const { views, unreadable } = viewsIn(JSON.stringify(Array.from({ length: 25 }, (_, i) => view(`v${i}`))))
  expect(views).toHaveLength(mostViews)
  expect(unreadable).toHaveLength(5)
})

it('a view comes at the end, or where the one was that it replaces', () => {
  const views = [view('a'), view('b')]
  expect(withView(views, view('c')).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  expect(withView(views, view('c'), 'a').map(({ name }) => name)).toEqual(['c', 'b'])
  expect(viewNamed(views, ' A ')?.name).toBe('a')
})
