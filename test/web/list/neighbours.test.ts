import { expect, it } from 'vitest'

import { neighboursOf } from '../../../web/src/list/neighbours.ts'

const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
const neighbours = (id: string) => neighboursOf(rows, id, (other) => `#${other}`)

it('the rows before and behind one are its neighbours', () => {
  expect(neighbours('b')).toEqual({ previous: '#a', next: '#c' })
  expect(neighbours('a')).toEqual({ previous: null, next: '#b' })
  expect(neighbours('c')).toEqual({ previous: '#b', next: null })
  expect(neighbours('elsewhere')).toEqual({ previous: null, next: null })
})
