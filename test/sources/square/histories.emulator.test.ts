import fc from 'fast-check'

import type { Fault } from '../../../tools/fakes/square/faults.ts'
import { dyingAt } from '../../harness/crashes.ts'
import { playHistories } from '../../harness/histories.ts'
import { ChangingMerchant, copied } from './changingMerchant.ts'

/* A merchant whose orders, refunds and catalog change while they are read, through all that can go wrong. */

const faults: readonly Fault[] = [
  { kind: 'throttle', retryAfter: 1 },
  { kind: 'html', status: 502 },
  { kind: 'reset' },
  { kind: 'truncate' },
  { kind: 'error', status: 500 },
  { kind: 'error', status: 200, code: 'TEMPORARY_ERROR' },
  { kind: 'deadCursor' },
  { kind: 'lostCursor' },
  { kind: 'repeatedRow' },
  { kind: 'ignoredSort' },
]

const [orders] = copied
const kinds = ['sell', 'refund', 'settle', 'note', 'put', 'remove', 'sync', 'full', 'fail', 'die', 'move'] as const

playHistories<readonly { readonly kind: (typeof kinds)[number]; readonly n: number; readonly m: number }[]>(
  {
    kind: 'any history of a merchant’s orders, refunds and catalog, faults and crashes is copied by a sync',
    all: 80,
    few: 4,
    timeoutMs: 600_000,
    history: fc.array(fc.record({ kind: fc.constantFrom(...kinds), n: fc.nat(60), m: fc.nat(11) }), {
      minLength: 6,
      maxLength: 16,
    }),
  },
  async (steps) => {
    const vendor = await ChangingMerchant.start()
    const { fake, shop } = vendor
    for (let n = 0; n < 40; n++) vendor.sell(n)
    for (let n = 0; n < 12; n++) vendor.putVariation(n)
    shop.pass(5_000)
    for (let n = 0; n < 3; n++) await vendor.sync()
    await vendor.expectSame()
    for (const { kind, n, m } of steps) {
      shop.pass(m * 60_000)
      if (kind === 'sell') for (let i = 0; i < 5; i++) vendor.sell(n + i)
      else if (kind === 'refund') vendor.refund(n)
      else if (kind === 'settle') vendor.settle(n)
      else if (kind === 'note') for (let i = 0; i < 5; i++) vendor.note(n + i)
      else if (kind === 'put') vendor.putVariation(n % 15)
      else if (kind === 'remove') vendor.merchant.catalog.remove(`V${n % 12}`)
      else if (kind === 'sync') await vendor.sync()
      else if (kind === 'full') await vendor.fullRun(copied[m % copied.length] ?? orders)
      else if (kind === 'move') {
        // Orders change while their pages are read.
        let left = 3
        fake.beforeAnswer = ({ path }) => {
          if (left <= 0 || !path.endsWith('/orders/search')) return
          left -= 1
          shop.pass(1_000)
          vendor.note(n + left)
        }
        await (m % 2 === 0 ? vendor.sync() : vendor.fullRun(orders))
        fake.beforeAnswer = () => {}
      } else if (kind === 'fail') {
        for (let i = 0; i <= m % 4; i++) fake.faults.next(faults[(n + i) % faults.length] ?? { kind: 'reset' })
        await (m < 6 ? vendor.sync() : vendor.fullRun(copied[n % copied.length] ?? orders))
        fake.faults.clear()
      } else {
        const faulty = dyingAt(1 + (n % 8), m % 2 === 0 ? 'before' : 'after')
        await (m < 6 ? vendor.sync(faulty) : vendor.fullRun(orders, faulty)).catch(() => undefined)
        shop.pass(3_600_000)
      }
    }
    shop.pass(3_600_000)
    await vendor.drain()
    for (let again = 0; again < 3; again++) await vendor.sync()
    await vendor.expectSame()
    await fake.stop()
  },
)
