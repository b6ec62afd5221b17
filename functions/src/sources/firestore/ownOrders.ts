import { minorUnits } from '../../contract/money.ts'
import type { Order } from '../../contract/order.ts'
import { decimalOf } from './items.ts'
import { ownValueReader } from './ownValues.ts'
import type { OrderSettings } from './settings.ts'

/** Reads the values of the columns that the shop declares for its orders, amounts in `currency`; nothing where it declares none. */
export function ownOrderReader({
  columns,
  timeZone,
}: OrderSettings): (data: unknown, currency: string) => Pick<Order, 'extra'> {
  if (columns.length === 0) return () => ({})
  const read = ownValueReader(columns, {
    timeZone,
    amountOf: (value, currency) => minorUnits(decimalOf(value) ?? '', currency),
  })
  return (data, currency) => ({ extra: { ...read(data, currency).values } })
}
