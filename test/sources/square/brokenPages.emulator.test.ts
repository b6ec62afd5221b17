import { describe, expect, it } from 'vitest'

import { CopiedMerchant } from './merchant/copiedMerchant.ts'

/* An answer that stops in the middle is a failure, and never a last page. */

/** Cuts every answer of a path short from the n-th on, longer than a call tries. */
function cutFromCall({ fake }: CopiedMerchant, path: string, n: number): void {
  let seen = 0
  fake.beforeAnswer = (request) => {
    if (request.path === path && (seen += 1) === n) fake.faults.next({ kind: 'truncate' }, { times: 100, path: /./ })
  }
}

function mend({ fake }: CopiedMerchant): void {
  fake.beforeAnswer = () => {}
  fake.faults.clear()
}

const idsOf = async (copied: CopiedMerchant, stream: string): Promise<string[]> => [
  ...(await copied.cached(copied.nameOf(stream))).keys(),
]

describe('a full run whose third page is cut short, with HTTP status 200,', () => {
  const streams = {
    customers: {
      path: '/v2/customers/search',
      put: ({ merchant }: CopiedMerchant, n: number) => merchant.customers.put(`C${n}`, { given_name: `Ann ${n}` }),
      remove: ({ merchant }: CopiedMerchant, n: number) => merchant.customers.remove(`C${n}`),
    },
    payments: {
      path: '/v2/payments',
      put: ({ merchant }: CopiedMerchant, n: number) => {
        const times = { createdMs: merchant.now() - n * 1_000, updatedMs: merchant.now() }
        const rest = { amount_money: { amount: n, currency: 'USD' } }
        merchant.payments.put({ id: `P${n}`, locationId: 'L1', state: 'COMPLETED', ...times, rest })
      },
      remove: ({ merchant }: CopiedMerchant, n: number) => merchant.payments.remove(`P${n}`),
    },
  } as const
  it.each(Object.entries(streams))('fails and deletes nothing: %s', (stream, { path, put, remove }) =>
    CopiedMerchant.with(async (copied) => {
      copied.merchant.putLocation('L1')
      for (let n = 0; n < 250; n++) put(copied, n)
      await copied.first()
      expect(await idsOf(copied, stream)).toHaveLength(250)
      remove(copied, 1)
      remove(copied, 249)
      cutFromCall(copied, path, 3)
      await expect(copied.fullRun(copied.nameOf(stream))).rejects.toThrow(/cut short/)
      expect(await idsOf(copied, stream)).toHaveLength(250)
      mend(copied)
      await copied.fullRun(copied.nameOf(stream))
      const left = await idsOf(copied, stream)
      expect(left).toHaveLength(248)
      expect(left).not.toContain(stream === 'customers' ? 'C1' : 'P1')
    }),
  )
})

it('an inventory that is cut short on its second page is read whole by the next run', () =>
  CopiedMerchant.with(async (copied) => {
    const { merchant, shop } = copied
    merchant.putLocation('L1')
    const stock = (from: number, to: number) =>
      merchant.inventory.putAll(
        Array.from({ length: to - from }, (_, n) => ({
          variationId: `V${from + n}`,
          locationId: 'L1',
          state: 'IN_STOCK',
          quantity: '3',
          ms: merchant.now() - (to - from) + n,
        })),
      )
    stock(0, 10)
    await copied.first()
    shop.pass(600_000)
    stock(10, 1_500)
    cutFromCall(copied, '/v2/inventory/counts/batch-retrieve', 2)
    const { runs } = await copied.sync()
    expect(copied.runOf(runs, 'inventoryCounts')).toMatchObject({ status: 'failed' })
    mend(copied)
    // What comes newest first shows what was counted meanwhile before all that is still missing.
    shop.pass(600_000)
    merchant.inventory.count({ variationId: 'V3', locationId: 'L1' }, '8')
    await copied.sync()
    const cached = await copied.cached(copied.nameOf('inventoryCounts'))
    expect(cached.size).toBe(1_500)
    expect(cached.get('V3:L1:IN_STOCK')).toMatchObject({ quantity: 8 })
  }))
