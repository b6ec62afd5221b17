import { describe, expect, it } from 'vitest'

import { isHeld, leaseAfter, leaseStatus } from '../../functions/src/cache/leaseMoves.ts'
import { instantFromMs, shift } from '../../functions/src/lib/instant.ts'
import { initialState } from '../../functions/src/model/state.ts'

const now = instantFromMs(Date.UTC(2026, 10, 1))
const holder = { runId: 'r1', mode: 'full', startedAt: now } as const

describe('a lease', () => {
  it.each([
    ['that nobody took', null, 'free', false],
    ['in force', shift(now, 1), 'held', true],
    ['at its last moment', now, 'expired', false],
    ['that ran out', shift(now, -1), 'expired', false],
    ['that ends later than any can', shift(now, 90 * 86_400_000), 'expired', false],
  ] as const)('%s', (_name, expiresAt, status, held) => {
    const lease = { fence: 3, holder: expiresAt === null ? null : holder, expiresAt }
    expect(leaseStatus(lease, now)).toBe(status)
    expect(isHeld({ ...initialState('firestore.orders'), lease }, now)).toBe(held)
  })

  it.each([
    ['take', true],
    ['renew', true],
    ['release', false],
    ['pass', false],
  ] as const)('after "%s" keeps its fence, and is held: %s', (move, held) => {
    const end = shift(now, 60_000)
    const lease = leaseAfter(move, 7, holder, end)
    expect(lease).toEqual(held ? { fence: 7, holder, expiresAt: end } : { fence: 7, holder: null, expiresAt: null })
    expect(leaseStatus(lease, now)).toBe(held ? 'held' : 'free')
  })
})
