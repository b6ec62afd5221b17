import { extraColumn, type OrderRow } from 'contract/api.ts'
import type { ColumnDescription, StreamDescription } from 'contract/records.ts'
import { useMemo } from 'react'

import { useStreams } from '../backend/streams.ts'
import type { Values } from '../list/RecordValue.tsx'

const prefix = extraColumn('')

/** The columns that the shop declares beside those of every order, as the description of the orders has them. */
export function ownColumnsIn(streams: readonly StreamDescription[]): readonly ColumnDescription[] {
  const orders = streams.find(({ name }) => name === 'orders')
  return (orders?.columns ?? []).filter(({ name }) => name.startsWith(prefix))
}

/** The columns that the shop declares; none until they are known, and `isWaiting` for so long. */
export function useOwnColumns(): { readonly own: readonly ColumnDescription[]; readonly isWaiting: boolean } {
  const { data, isPending } = useStreams()
  const own = useMemo(() => ownColumnsIn(data ?? []), [data])
  return { own, isWaiting: isPending }
}

/** The name that the shop gave to a column: filters have it so. */
export function ownName(column: string): string {
  return column.slice(prefix.length)
}

/** The name of a column to sort by, and in files. */
export function ownField(column: string): `extra.${string}` {
  return `extra.${ownName(column)}`
}

/** The values of an order in its own columns, by the columns' names, with the currency of the amounts. */
export function ownValues({ extra = {}, currency }: Pick<OrderRow, 'extra' | 'currency'>): Values {
  const values = Object.entries(extra).map(([name, value]) => [extraColumn(name), value] as const)
  return { ...Object.fromEntries(values), currency }
}
