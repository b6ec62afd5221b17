import { expect, it } from 'vitest'

import { tallyOf } from '../../../bench/sources/tally.ts'
import { ways, type Way } from '../../../bench/sources/ways.ts'

const late: Way = { name: 'late', fault: { kind: 'slow', ms: 3_000 } }
const reset: Way = { name: 'reset', fault: { kind: 'reset' } }
const code: Way = { name: 'code 7', fault: { kind: 'code', code: 7 } }

it('calls are counted by what became of them, and ways that never came are told', () => {
  const calls = [
    { code: 0, fault: null, heldMs: 0 },
    { code: 0, fault: late.fault, heldMs: 3_000 },
    { code: 0, fault: late.fault, heldMs: 3_000 },
    { code: null, fault: reset.fault, heldMs: 0 },
    { code: 36009004, fault: null, heldMs: 0 },
  ]
  expect(tallyOf(calls, [late, reset, code])).toEqual({
    all: 5,
    successful: 3,
    heldMs: 6_000,
    byWay: { late: 2, reset: 1, 'code 7': 0 },
  })
})

it('every way of failing has a name of its own', () => {
  expect(new Set(ways.map(({ name }) => name)).size).toBe(ways.length)
  expect(new Set(ways.map(({ fault }) => fault.kind))).toEqual(
    new Set(['throttle', 'code', 'html', 'slow', 'stall', 'reset', 'truncate', 'deadToken', 'endlessToken']),
  )
})
