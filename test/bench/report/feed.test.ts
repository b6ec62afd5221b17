import { describe, expect, it } from 'vitest'

import { busyLines, functionLines } from '../../../bench/report/feed.ts'
import { goodResults, requestedOf, stretchOf } from '../sampleResults.ts'
import { rowOf } from './rowOf.ts'

describe('the functions of a day', () => {
  it('are told each, and their sum', () => {
    const day = goodResults.costs.feedDay[10_000]
    const rows = day === undefined ? [] : functionLines(10_000, day)
    expect(rowOf(rows, 'the trigger, `onOrderWritten`')).toEqual(
      ['300', '0', '300', '$0.00027', '4.50', '30.0', '512MiB', '$0.00080'], // prettier-ignore
    )
    expect(rowOf(rows, 'all')).toEqual(['686', '2,300', '2,090', '$0.0026', '13.5', '90.0', '', '$0.0024'])
  })
})

describe('a busy shop', () => {
  it('is told by the change, beside what a change may cost', () => {
    const rows = busyLines({ orders: 10_000, stretches: [stretchOf({})] })
    expect(rowOf(rows, '1 a second, for 8 minutes')).toEqual(
      ['480', '34', '3.21', '3.40', '1.28', '1.40', '2', '172', '196', 'yes'], // prettier-ignore
    )
  })

  it.each([
    ['requested runs', { requested: requestedOf({ writes: 675 }) }],
    ['scheduled runs', { scheduled: { ...stretchOf({}).scheduled, reads: 197 } }],
  ])('says so where its %s cost more', (_, changed) => {
    const rows = busyLines({ orders: 10_000, stretches: [stretchOf(changed)] })
    expect(rowOf(rows, '1 a second, for 8 minutes').at(-1)).toBe('NO')
  })
})
