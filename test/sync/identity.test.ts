import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { noCounts } from '../../functions/src/model/state.ts'
import { abandonedRunOf } from '../../functions/src/sync/full/foreignRun.ts'
import { isForeign, isRefused, isWhole, newFullRun } from '../../functions/src/sync/identity.ts'

const [earlier, at, later] = [1, 2, 3].map(instantFromMs) as [never, never, never] // three instants
const orders = '(default)/orders'

describe('a cache', () => {
  it('is whole for the source that it was last made whole from, and for no other', () => {
    expect(isWhole({ bound: at, identity: orders }, orders)).toBe(true)
    expect(isWhole({ bound: at, identity: orders }, '(default)/ordres')).toBe(false)
    expect(isWhole({ bound: at, identity: orders }, 'other/orders')).toBe(false)
  })

  it('that never was whole, or is of several sources, is whole for none', () => {
    expect(isWhole({ bound: null, identity: orders }, orders)).toBe(false)
    expect(isWhole({ bound: at, identity: null }, orders)).toBe(false)
  })
})

describe('a full run that is noted', () => {
  it('is of the source that it was noted for', () => {
    expect(isForeign(newFullRun('r1', orders, at), orders)).toBe(false)
    expect(isForeign(newFullRun('r1', orders, at), '(default)/orders_v2')).toBe(true)
    expect(isForeign({ identity: null }, orders)).toBe(true)
  })

  it('for another source is closed in the journal where it had begun', () => {
    const noted = newFullRun('r1', '(default)/ordres', earlier)
    expect(abandonedRunOf('firestore.orders', noted, at)).toBeNull()
    const begun = { ...noted, startedAt: earlier, counts: { ...noCounts, fetched: 7 } }
    expect(abandonedRunOf('firestore.orders', begun, at)).toMatchObject({
      runId: 'r1',
      mode: 'full',
      status: 'failed',
      fetched: 7,
      error: expect.stringContaining('(default)/ordres') as unknown,
    })
  })
})

describe('a full run that stopped itself', () => {
  const state = { refused: { identity: orders, retryAt: at } }

  it('is left alone until it is time to try again', () => {
    expect(isRefused(state, orders, earlier)).toBe(true)
    expect(isRefused(state, orders, at)).toBe(false)
    expect(isRefused(state, orders, later)).toBe(false)
  })

  it('refuses no other source', () => {
    expect(isRefused(state, '(default)/orders_v2', earlier)).toBe(false)
    expect(isRefused({ refused: null }, orders, earlier)).toBe(false)
  })
})
