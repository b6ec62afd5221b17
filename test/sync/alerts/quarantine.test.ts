import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import {
  effectiveQuarantine,
  listAfter,
  type QuarantineChange,
  type QuarantineList,
} from '../../../functions/src/sync/alerts/quarantine.ts'

const at = instantFromMs(0)
const none: QuarantineList = { quarantined: [], quarantineOverflow: false }

function failed(id: string, version: string): QuarantineChange {
  return { record: { sourceId: id, version, changedAt: null }, reason: 'total: is missing', changed: true }
}
function good(id: string, version: string, changed = true): QuarantineChange {
  return { record: { sourceId: id, version, changedAt: null }, reason: null, changed }
}
const listOf = (...entries: readonly (readonly [string, string])[]): QuarantineList => ({
  quarantined: entries.map(([id, version]) => ({ id, version, at })),
  quarantineOverflow: false,
})
const after = (list: QuarantineList, ...changes: QuarantineChange[]): QuarantineList =>
  listAfter(list, effectiveQuarantine(list, changes), at)

describe('a record', () => {
  it('that fails is written to quarantine, and not again in the same version', () => {
    const list = after(none, failed('a', '1'))
    expect(list).toEqual(listOf(['a', '1']))
    expect(effectiveQuarantine(list, [failed('a', '1')])).toEqual([])
    expect(effectiveQuarantine(list, [failed('a', '2')])).toEqual([failed('a', '2')])
  })

  it('leaves with a good version that is not older: the same one may be mapped differently by now', () => {
    expect(after(listOf(['a', '2'], ['b', '2']), good('a', '2'))).toEqual(listOf(['b', '2']))
    expect(after(listOf(['a', '2'], ['b', '2']), good('a', '3'))).toEqual(listOf(['b', '2']))
    expect(after(listOf(['a', '2']), good('a', '3', false))).toEqual(none)
  })

  it('stays where an older good version comes late', () => {
    expect(effectiveQuarantine(listOf(['a', '2']), [good('a', '1')])).toEqual([])
  })

  it('that is well and never failed costs no write', () => {
    expect(effectiveQuarantine(listOf(['a', '1']), [good('b', '9')])).toEqual([])
  })

  it('stays known by its newest failure where an older one comes late', () => {
    const list = after(listOf(['a', '3']), failed('a', '1'))
    expect(effectiveQuarantine(list, [good('a', '2')])).toEqual([])
  })
})

describe('the list', () => {
  it('is what a plain map of the newest states has, and applying a page again writes nothing', () => {
    const change = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.boolean()).map(
      ([id, fails]) =>
        (version: string) =>
          fails ? failed(id, version) : good(id, version),
    )
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (makers) => {
        let list = none
        const naive = new Map<string, string>()
        for (const [i, make] of makers.entries()) {
          const one = make(String(i).padStart(4, '0'))
          list = after(list, one)
          if (one.reason === null) naive.delete(one.record.sourceId)
          else naive.set(one.record.sourceId, one.record.version)
          expect(effectiveQuarantine(list, [one])).toEqual([])
        }
        expect(new Map(list.quarantined.map(({ id, version }) => [id, version]))).toEqual(naive)
        expect(list.quarantineOverflow).toBe(false)
      }),
    )
  })

  it('is bounded, and says when it does not hold all', () => {
    const many = Array.from({ length: 200 }, (_, i) => failed(`r${i}`, '1'))
    const full = after(none, ...many)
    expect(full.quarantined).toHaveLength(200)
    expect(full.quarantineOverflow).toBe(false)
    const over = after(full, failed('one more', '1'))
    expect(over.quarantined).toHaveLength(200)
    expect(over.quarantineOverflow).toBe(true)
  })

  it('does not claim to hold all again because one of those that it holds got well', () => {
    const over = { ...listOf(['a', '1']), quarantineOverflow: true }
    expect(after(over, good('a', '2')).quarantineOverflow).toBe(true)
  })

  it('that does not hold all lets changed records out unseen, and leaves unchanged ones alone', () => {
    const over = { ...none, quarantineOverflow: true }
    expect(effectiveQuarantine(over, [good('x', '2')])).toEqual([good('x', '2')])
    expect(effectiveQuarantine(over, [good('x', '2', false)])).toEqual([])
  })
})
