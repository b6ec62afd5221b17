import fc from 'fast-check'

import type { Fault } from '../../../tools/fakes/tiktokShop/faults.ts'
import { dyingAt } from '../../harness/crashes.ts'
import { playHistories } from '../../harness/histories.ts'
import { ChangingShop, idOf, orders, returns, statuses } from './changingShop.ts'

/* A vendor's shop whose orders and returns come, change and move while they are read, through all that can go wrong. */

const faults: readonly Fault[] = [
  { kind: 'throttle', retryAfter: 1 },
  { kind: 'throttle' },
  { kind: 'html', status: 502 },
  { kind: 'reset' },
  { kind: 'truncate' },
  { kind: 'code', code: 36009003 },
  { kind: 'code', code: 36009007, status: 200 },
  { kind: 'deadToken' },
  { kind: 'endlessToken' },
]

const kinds = [
  'order',
  'return',
  'edit',
  'remove',
  'sync',
  'full',
  'reread',
  'fail',
  'die',
  'expire',
  'hear',
  'move',
] as const

interface Step {
  readonly kind: (typeof kinds)[number]
  readonly n: number
  readonly m: number
}

playHistories<readonly Step[]>(
  {
    kind: 'any history of a vendor’s orders and returns, faults, crashes and notifications ends with what the vendor has',
    all: 320,
    few: 4,
    timeoutMs: 300_000,
    history: fc.array(
      fc.record({
        kind: fc.constantFrom(...kinds, 'order', 'sync'),
        n: fc.nat(60),
        m: fc.nat(11),
      }),
      { minLength: 6, maxLength: 16 },
    ),
  },
  async (steps) => {
    const vendor = await ChangingShop.start()
    const { fake } = vendor
    for (let n = 0; n < 60; n++) vendor.putOrder(n, 'AWAITING_SHIPMENT')
    for (let n = 0; n < 3; n++) await vendor.sync()
    await vendor.expectSame()
    for (const { kind, n, m } of steps) {
      vendor.shop.pass(m * 60_000)
      if (kind === 'order')
        for (let i = 0; i < 5; i++) vendor.putOrder(n + i, statuses[(m + i) % statuses.length] ?? 'UNPAID')
      else if (kind === 'return') vendor.putReturn(m, n, n % 3 > 0)
      else if (kind === 'edit') vendor.editOrder(n, `buyer${m}@scs.example`)
      else if (kind === 'remove') vendor.sold.orders.remove(idOf(n))
      else if (kind === 'expire') fake.authorizations.expire(vendor.grant.accessToken)
      else if (kind === 'hear') await vendor.hear(n)
      else if (kind === 'sync') await vendor.sync()
      else if (kind === 'reread') await vendor.reread()
      else if (kind === 'full') await vendor.fullRun(m % 2 === 0 ? orders : returns)
      else if (kind === 'move') {
        // Rows change while their pages are read.
        let left = 3
        fake.beforeAnswer = ({ path }) => {
          if (left > 0 && path.endsWith('/orders/search')) vendor.putOrder((n + (left -= 1)) % 60, 'DELIVERED', false)
        }
        await (m % 2 === 0 ? vendor.sync() : vendor.fullRun(orders))
        fake.beforeAnswer = () => {}
      } else if (kind === 'fail') {
        for (let i = 0; i <= m % 4; i++) fake.faults.next(faults[(n + i) % faults.length] ?? { kind: 'reset' })
        await (m < 6 ? vendor.sync() : vendor.fullRun(orders))
        fake.faults.clear()
      } else {
        const faulty = dyingAt(1 + (n % 8), m % 2 === 0 ? 'before' : 'after')
        const dying = [() => vendor.sync(faulty), () => vendor.reread(faulty), () => vendor.fullRun(orders, faulty)]
        await dying[m % 3]?.().catch(() => undefined)
        vendor.shop.pass(3_600_000)
      }
    }
    vendor.shop.pass(3_600_000)
    await vendor.drain()
    // Nothing but what is gone takes a full run to be seen.
    if (steps.some(({ kind }) => kind === 'remove')) await vendor.fullRun(orders)
    for (let again = 0; again < 2; again++) await vendor.sync()
    await vendor.reread()
    await vendor.sync()
    await vendor.expectSame()
    await fake.stop()
  },
)
