import type { Order } from '../../contract/order.ts'
import type { Firestore } from '../../lib/firestore/firestore.ts'
import { mappingOf } from '../../model/mapping.ts'
import type { ReportFeed, Source } from '../../model/source.ts'
import { orderLayout, readFirestoreSourceConfig, settingNames, type FirestoreSourceConfig } from './config.ts'
import { itemFields, orderFields } from './fieldNames.ts'
import { orderParser } from './record.ts'
import { watched, watchedInList, type WatchedField } from './review.ts'
import { createFirestoreSource } from './source.ts'

/** The shop's orders in Firestore; `feedOf` gives what was reported of them. */
export function createOrderSource(
  db: Firestore,
  config: FirestoreSourceConfig,
  feedOf?: (identity: string) => ReportFeed | null,
): Source<Order> {
  const reader = {
    parse: orderParser(config),
    watchedFields: watchedOrderFields(config),
    mapping: orderMapping(config),
  }
  return createFirestoreSource(db, orderLayout(config), reader, feedOf)
}

/** A digest of all by which orders are parsed. */
export function orderMapping(config: FirestoreSourceConfig): string {
  return mappingOf(parsedBy(config), parsedBy(readFirestoreSourceConfig({})))
}

function parsedBy({ createdAtField, changedAtField, defaultCurrency, orders }: FirestoreSourceConfig): object {
  // Where orders are is the identity's, and the params stand in for what the file leaves out.
  const { collection: _collection, createdAt: _createdAt, changedAt: _changedAt, currency: _currency, ...own } = orders
  const columns = own.columns.map(({ name, path, kind }) => ({ name, path, kind }))
  return { ...own, columns, createdAtField, changedAtField, defaultCurrency }
}

/** The fields that the settings name, and those that no order can do without. */
export function watchedOrderFields({ orders: { fields } }: FirestoreSourceConfig): readonly WatchedField[] {
  const own = Object.entries(fields).map(([name, { paths }]): [string, string] => [name, paths[0] ?? ''])
  const mapped = Object.entries({ status: 'status', totalAmount: 'totalAmount', ...Object.fromEntries(own) })
  const itemsPath = fields.items?.paths[0] ?? orderFields.items[0]
  return [
    ...mapped.filter(([name]) => name in orderFields).map(([, path]) => watched(path, settingNames.fields)),
    ...mapped
      .filter(([name]) => name in itemFields)
      .map(([, path]) => watchedInList(itemsPath, path, settingNames.fields)),
  ]
}
