import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { effectiveAlerts, openAfter, type AlertChange } from '../../../functions/src/sync/alerts/alerts.ts'

const kind: fc.Arbitrary<string> = fc.constantFrom('quarantine', 'delete-cap', 'future-orders')
const change: fc.Arbitrary<AlertChange> = fc.record({ kind, message: fc.constantFrom(null, 'first', 'second') })
const changes = fc.array(change, { maxLength: 8 })
const open = fc.uniqueArray(kind)

describe('alerts', () => {
  it('stand as the last word on each kind has it', () => {
    fc.assert(
      fc.property(open, changes, (before, said) => {
        const naive = new Set(before)
        for (const { kind: each, message } of said) naive[message === null ? 'delete' : 'add'](each)
        expect(new Set(openAfter(before, effectiveAlerts(before, said)))).toEqual(naive)
        expect(new Set(openAfter(before, said))).toEqual(naive)
      }),
    )
  })

  it('are written only where something changes, once a kind', () => {
    fc.assert(
      fc.property(open, changes, (before, said) => {
        const written = effectiveAlerts(before, said)
        expect(new Set(written.map((each) => each.kind)).size).toBe(written.length)
        for (const each of written) expect(before.includes(each.kind)).toBe(each.message === null)
        expect(effectiveAlerts(openAfter(before, written), said)).toEqual([])
      }),
    )
  })

  it('that are restated are written although they are open, and opened where they are not', () => {
    const restated = { kind: 'future-orders', message: '3 orders', isRestated: true }
    expect(effectiveAlerts(['future-orders'], [restated])).toEqual([restated])
    expect(effectiveAlerts([], [restated])).toEqual([{ kind: 'future-orders', message: '3 orders' }])
    const closing = { ...restated, message: null }
    expect(effectiveAlerts(['future-orders'], [closing])).toEqual([{ kind: 'future-orders', message: null }])
    expect(effectiveAlerts([], [closing])).toEqual([])
  })

  it('open with the words that were said last', () => {
    const said = [
      { kind: 'quarantine', message: 'first' },
      { kind: 'quarantine', message: 'second' },
    ]
    expect(effectiveAlerts([], said)).toEqual([{ kind: 'quarantine', message: 'second' }])
  })

  it('are open once each, however often they are raised', () => {
    expect(openAfter(['quarantine'], [{ kind: 'quarantine', message: 'again' }])).toEqual(['quarantine'])
  })
})
