import type { Order } from '../../contract/order.ts'
import type { AmountReader } from './amounts.ts'
import { ownValueReader } from './ownValues.ts'
import type { OrderSettings } from './settings.ts'

/** Reads the values of the columns that the shop declares for its orders, amounts in `currency`; nothing where it declares none. */
export function ownOrderReader(
  { columns, timeZone }: OrderSettings,
  amounts: AmountReader,
): (data: unknown, currency: string) => { own: Pick<Order, 'extra'>; unread: readonly string[] } {
  if (columns.length === 0) return () => ({ own: {}, unread: [] })
  const read = ownValueReader(columns, { timeZone, amounts })
  return (data, currency) => {
    const { values, unread } = read(data, currency)
    return { own: { extra: { ...values } }, unread }
  }
}
