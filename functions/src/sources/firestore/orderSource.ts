import type { Order } from '../../contract/order.ts'
import type { Firestore } from '../../lib/firestore/firestore.ts'
import { mappingOf } from '../../model/mapping.ts'
import type { ReportFeed, Source } from '../../model/source.ts'
import { orderLayout, readFirestoreSourceConfig, settingNames, type FirestoreSourceConfig } from './config.ts'
import { itemFields, orderFields, type ItemField } from './fieldNames.ts'
import { firstPathOf, isBlank, valueFinder, type FieldSettings } from './fields.ts'
import { itemDivider } from './itemDivider.ts'
import { orderParser } from './record.ts'
import { watchedColumns, watchedValue, type WatchedField } from './review.ts'
import type { ValueSettings } from './settings.ts'
import { createFirestoreSource } from './source.ts'
import type { Tell } from './unread.ts'

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

/** The fields that the settings name, and those that no order can do without. One that has a default may be absent. */
export function watchedOrderFields({ orders }: FirestoreSourceConfig): readonly WatchedField[] {
  const { fields, status, totalFromItems, columns } = orders
  const hasStatus = status.rules.length === 0 && status.default === undefined
  const needed: FieldSettings = {
    ...(hasStatus && { status: { paths: orderFields.status } }),
    ...(!totalFromItems && { totalAmount: { paths: orderFields.totalAmount } }),
  }
  const ofOrders = Object.entries({ ...needed, ...fields })
    .filter(([, place]) => place.default === undefined)
    .map(([name, place]) =>
      isItemField(name) ? watchedInItems(name, place, fields) : watchedValue(place, settingNames.fields),
    )
  return [...ofOrders, ...watchedColumns(columns, () => settingNames.columns)]
}

function isItemField(name: string): name is ItemField {
  return name in itemFields
}

function watchedInItems(name: ItemField, place: ValueSettings, fields: FieldSettings): WatchedField {
  const items = fields.items ?? { paths: orderFields.items }
  const [findItems, divide] = [valueFinder(items), itemDivider(fields)]
  return {
    path: `${firstPathOf(items)}[].${firstPathOf(place)}`,
    setting: settingNames.fields,
    isIn: (data) => divide(findItems(data), untold).some((item) => !isBlank(item?.[name])),
  }
}

// What cannot be read is told where the orders are parsed.
const untold: Tell = () => {}
