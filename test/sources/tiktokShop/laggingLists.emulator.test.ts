import fc from 'fast-check'
import { expect, it } from 'vitest'

import type { Fault } from '../../../tools/fakes/tiktokShop/faults.ts'
import { Crash, dyingAt } from '../../harness/crashes.ts'
import { playHistories } from '../../harness/histories.ts'
import { LaggingShop } from './laggingShop.ts'

/*
 * A vendor whose lists lag, whose tokens count rows, and whose orders are edited without a new time, through faults that last
 * and crashes. A sync alone brings all that moved its time; reading recent orders again brings the edits.
 */

const faults: readonly Fault[] = [
  { kind: 'throttle' },
  { kind: 'throttle', retryAfter: 2 },
  { kind: 'throttle', retryAfter: 3_600 },
  { kind: 'code', code: 36009003 },
  { kind: 'code', code: 10002014 },
  { kind: 'code', code: 987, status: 200 },
  { kind: 'html', status: 502 },
  { kind: 'reset' },
  { kind: 'truncate' },
  { kind: 'deadToken' },
  { kind: 'endlessToken' },
  { kind: 'endlessToken', isNew: true },
]

const kinds = [
  'put',
  'put',
  'put',
  'lag',
  'edit',
  'return',
  'return',
  'sync',
  'sync',
  'die',
  'fault',
  'expire',
  'pass',
  'full',
] as const
interface Step {
  readonly kind: (typeof kinds)[number]
  readonly n: number
}

playHistories<readonly Step[]>(
  {
    kind: 'any history of lists that lag, edits, returns, faults that last and crashes is copied by a sync, and edits once a day',
    all: 300,
    few: 8,
    timeoutMs: 600_000,
    history: fc.array(fc.record({ kind: fc.constantFrom(...kinds), n: fc.nat(40) }), { minLength: 5, maxLength: 30 }),
  },
  (steps) =>
    LaggingShop.with(async (vendor) => {
      const { shop, fake } = vendor
      for (const { kind, n } of steps) {
        shop.pass((n % 4) * 400)
        if (kind === 'put') vendor.put(n % 15, n, true)
        else if (kind === 'lag') vendor.put(n % 15, n, false)
        else if (kind === 'edit') vendor.edit(n % 15)
        else if (kind === 'return') vendor.putReturn(n % 9, n % 3 > 0)
        else if (kind === 'expire') fake.authorizations.expire(vendor.authorization.grant.accessToken)
        else if (kind === 'fault') {
          const fault = faults[n % faults.length]
          // Some pass by themselves, and some last for longer than a call tries.
          if (fault !== undefined) fake.faults.next(fault, { times: n % 3 === 0 ? 12 : 1 })
        } else if (kind === 'pass') {
          // Lists lag by less than the lookback.
          vendor.indexAll()
          shop.pass(n * 60_000)
        } else if (kind === 'full') await vendor.fullRunOfAll().catch(expectVendorFailure)
        else if (kind === 'sync') await vendor.sync().catch(expectVendorFailure)
        else {
          await vendor.sync(dyingAt(1 + (n % 6), 'after')).catch(expectCrash)
          vendor.indexAll()
          // The lease of who died runs out.
          shop.pass(200_000)
        }
      }
      fake.faults.clear()
      vendor.indexAll()
      vendor.put(14, 1, true)
      for (let n = 0; n < 2; n++) {
        shop.pass(200_000)
        await vendor.sync()
      }
      await vendor.expectSame(vendor.edited)
      shop.pass(86_400_000)
      await vendor.reread()
      await vendor.sync()
      await vendor.expectSame()
    }),
)

function expectVendorFailure(error: unknown): void {
  expect(String(error)).toContain('TikTok Shop')
}

function expectCrash(error: unknown): void {
  if (!(error instanceof Crash)) expectVendorFailure(error)
}

it('a return that was completed before the shop was connected makes its order refunded with the first run', () =>
  LaggingShop.with(async (vendor) => {
    vendor.put(0, 3, true)
    vendor.putReturn(0, true)
    vendor.shop.pass(30 * 86_400_000)
    vendor.put(1, 3, true)
    await vendor.sync()
    await vendor.expectSame()
    const { docs } = await vendor.shop.db.collection('orders_cache').where('status', '==', 'refunded').get()
    expect(docs.map(({ id }) => id)).toEqual(['tiktokShop:o0'])
  }))
