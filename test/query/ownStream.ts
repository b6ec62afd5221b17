import type { OwnColumn } from '../../functions/src/streams/ownColumns.ts'
import { withOwnColumns } from '../../functions/src/streams/orders/ownColumns.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'

/** A column as the settings file gives it, with its defaults. */
export function ownColumn(name: string, kind: OwnColumn['kind'], more: Partial<OwnColumn> = {}): OwnColumn {
  return { name, kind, search: false, facet: false, sort: false, shown: true, exported: true, ...more }
}

/** Orders with a column of each kind that the shop declares. */
export const ownStream = withOwnColumns(orderStream, [
  ownColumn('note', 'text', { search: true, sort: true }),
  ownColumn('channel', 'category', { facet: true, sort: true, shown: false }),
  ownColumn('weight', 'number', { sort: true }),
  ownColumn('boxes', 'integer'),
  ownColumn('tip', 'money', { sort: true }),
  ownColumn('dueAt', 'time', { sort: true, label: 'Due' }),
  ownColumn('gift', 'flag', { exported: false }),
])
