import { describe, expect, it } from 'vitest'

import { Sorter, type Placed } from '../../../functions/src/sources/vendor/sorter.ts'

const row = (id: string, at: number | null): Placed => ({ id, at })
const ids = (rows: readonly Placed[]): string[] => rows.map(({ id }) => id)

describe('rows of a search', () => {
  it('are given by time and id, though the vendor sorts by time alone', () => {
    const sorter = new Sorter(100, null)
    expect(sorter.take([row('c', 1), row('a', 1), row('b', 2)]).ordered).toEqual([])
    expect(ids(sorter.take([row('e', 3), row('d', 3)]).ordered)).toEqual(['a', 'c', 'b'])
    expect(ids(sorter.end())).toEqual(['d', 'e'])
  })

  it('wait for the rest of their second, over as many pages as it has', () => {
    const sorter = new Sorter(100, null)
    for (const id of ['e', 'c', 'd', 'a']) expect(sorter.take([row(id, 7)])).toEqual({ ordered: [], others: [] })
    expect(ids(sorter.take([row('b', 7), row('z', 8)]).ordered)).toEqual([])
    expect(ids(sorter.take([row('y', 9)]).ordered)).toEqual(['a', 'b', 'c', 'd', 'e', 'z'])
  })

  it('are left out where they were given before', () => {
    const sorter = new Sorter(100, { at: 7, id: 'b' })
    sorter.take([row('a', 7), row('b', 7), row('c', 7), row('d', 8)])
    expect(ids(sorter.end())).toEqual(['c', 'd'])
  })

  it('stand in no order where one behind them is earlier: they have moved', () => {
    const sorter = new Sorter(100, null)
    expect(ids(sorter.take([row('a', 1), row('moved', 50), row('b', 2)]).others)).toEqual(['moved'])
    expect(ids(sorter.end())).toEqual(['a', 'b'])
  })

  it('stand in no order where only the next page shows that they have moved', () => {
    const sorter = new Sorter(100, null)
    expect(sorter.take([row('a', 1), row('moved', 50), row('too', 51)]).others).toEqual([])
    const { ordered, others } = sorter.take([row('b', 2), row('c', 3)])
    expect([ids(ordered), ids(others)]).toEqual([['a'], ['moved', 'too']])
    expect(ids(sorter.end())).toEqual(['b', 'c'])
  })

  it('stand in no order above the range, and without a time', () => {
    const sorter = new Sorter(10, null)
    expect(ids(sorter.take([row('a', 1), row('above', 10), row('none', null)]).others)).toEqual(['above', 'none'])
    expect(ids(sorter.end())).toEqual(['a'])
  })

  it('stand in no order where their second was given already: they were not there then', () => {
    const sorter = new Sorter(100, { at: 7, id: 'b' })
    expect(ids(sorter.take([row('late', 6), row('c', 7)]).others)).toEqual(['late'])
  })

  it('are given in their newer state alone where they come again', () => {
    const sorter = new Sorter(100, null)
    sorter.take([row('a', 1), row('b', 2)])
    sorter.take([row('b', 5), row('c', 6)])
    expect(ids(sorter.end())).toEqual(['b', 'c'])
    const other = new Sorter(10, null)
    other.take([row('a', 1), row('b', 2)])
    expect(ids(other.take([row('b', 12), row('c', 6)]).others)).toEqual(['b'])
    expect(ids(other.end())).toEqual(['c'])
  })

  it('do not wait in thousands: of a crowded second they are given as they come, and nothing goes on within it', () => {
    const sorter = new Sorter(100, null)
    const given: Placed[] = []
    for (let page = 0; page < 50; page++) {
      const rows = Array.from({ length: 100 }, (_, n) => row(`r${9_999 - page * 100 - n}`, 7))
      const { ordered, others } = sorter.take(rows)
      expect(ordered).toEqual([])
      given.push(...others)
    }
    expect(given.length).toBeGreaterThan(2_000)
    given.push(...sorter.take([row('later', 8)]).ordered, ...sorter.end())
    expect(new Set(ids(given)).size).toBe(5_001)
  })
})
