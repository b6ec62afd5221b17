import type { Instant } from '../../lib/instant.ts'
import type { SourceRecord } from '../../model/source.ts'
import type { CallApi } from '../vendor/api.ts'
import { idOf, memberOf, objectsIn } from '../vendor/fields.ts'
import type { RawRow } from '../vendor/list.ts'
import { askForOne } from './byId.ts'
import { pageSchema } from './page.ts'

/** A refund as the vendor sent it, and the id of the order that was paid; null where it is a refund of none. */
export interface RefundOfOrder {
  readonly refund: RawRow
  readonly paidOrderId: string | null
}

/** Records with the orders that they are refunds of, and what it cost to find these. */
export interface FoundOrders {
  readonly records: readonly SourceRecord[]
  readonly calls: number
}

/** The most orders that one request may name. */
const mostIds = 100

/**
 * Finds the orders that refunds belong to. A refund names an order of its own, the return, and that one names the order that was paid.
 * Where it does not, the refund's payment does: a call each. Neither changes any more once it is there.
 */
export async function withPaidOrders(
  call: CallApi,
  now: () => Instant,
  records: readonly SourceRecord[],
): Promise<FoundOrders> {
  const rows = records.map(({ raw }) => raw as RawRow) // A list has objects only.
  const byReturn = await paidOrdersOf(call, [...new Set(rows.flatMap(({ order_id: id }) => idOf(id) ?? []))])
  let { calls } = byReturn
  const found = rows.map(async (refund): Promise<RefundOfOrder> => {
    const returned = idOf(refund.order_id)
    const paymentId = idOf(refund.payment_id)
    const known = returned === null ? undefined : byReturn.paidBy.get(returned)
    if (known !== undefined || paymentId === null) return { refund, paidOrderId: known ?? null }
    const payment = await askForOne(call, now, '/v2/payments', 'payment', paymentId)
    calls += payment.calls
    return { refund, paidOrderId: idOf(payment.row?.order_id) }
  })
  const raws = await Promise.all(found)
  return { records: records.map((record, i) => ({ ...record, raw: raws[i] })), calls }
}

/** The orders that were paid, by the orders that stand for their returns. */
async function paidOrdersOf(
  call: CallApi,
  returnIds: readonly string[],
): Promise<{ paidBy: ReadonlyMap<string, string>; calls: number }> {
  const paidBy = new Map<string, string>()
  let calls = 0
  for (let start = 0; start < returnIds.length; start += mostIds) {
    const body = { order_ids: returnIds.slice(start, start + mostIds) }
    const data = pageSchema('orders')
    const answer = await call({ method: 'POST', path: '/v2/orders/batch-retrieve', body, data })
    calls += answer.calls
    for (const order of answer.data.rows) {
      const paid = objectsIn(order.returns).flatMap((one) => idOf(memberOf(one, 'source_order_id')) ?? [])
      const [id, first] = [idOf(order.id), paid[0]]
      if (id !== null && first !== undefined) paidBy.set(id, first)
    }
  }
  return { paidBy, calls }
}
