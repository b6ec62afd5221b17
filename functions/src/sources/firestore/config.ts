import { z } from 'zod'

import { SettingError } from '../../lib/errors.ts'
import type { CollectionLayout } from './layout.ts'
import { currencyCode, fieldPath, shopCollection, usualOrders, type OrderSettings } from './settings.ts'

/** The place of the orders, and the way in which the shop writes them. The settings in `orders` take precedence over the params. */
const firestoreSourceConfigSchema = z.strictObject({
  collection: shopCollection.default('orders'),
  createdAtField: fieldPath.nullable().default('timestamp'),
  changedAtField: fieldPath.nullable().default('timestamp'),
  defaultCurrency: currencyCode.default('USD'),
  /** The settings of the orders in the settings file, which are parsed already. */
  orders: z.custom<OrderSettings>().default(usualOrders),
  /** True where a trigger reports every write of the collection. */
  changeFeed: z.boolean().default(false),
})
export type FirestoreSourceConfig = z.output<typeof firestoreSourceConfigSchema>

/** The params that people set, as messages name them. Fields and words are set in the file. */
export const settingNames = {
  collection: 'ORDERS_COLLECTION',
  createdAtField: 'ORDERS_CREATED_AT_FIELD',
  changedAtField: 'ORDERS_CHANGED_AT_FIELD',
  defaultCurrency: 'DEFAULT_CURRENCY',
  fields: 'orders.fields in functions/tidemark.json',
  statuses: 'orders.status in functions/tidemark.json',
  columns: 'orders.columns in functions/tidemark.json',
  changeFeed: 'CHANGE_FEED',
} as const

/** The configuration, with defaults for what is left out; throws a SettingError that names the param. */
export function readFirestoreSourceConfig(input: z.input<typeof firestoreSourceConfigSchema>): FirestoreSourceConfig {
  const read = firestoreSourceConfigSchema.safeParse(input)
  if (!read.success) throw settingError(read.error)
  const { orders, ...params } = read.data
  return {
    ...params,
    collection: orders.collection ?? params.collection,
    createdAtField: orders.createdAt === undefined ? params.createdAtField : orders.createdAt,
    changedAtField: orders.changedAt === undefined ? params.changedAtField : orders.changedAt,
    defaultCurrency: orders.currency ?? params.defaultCurrency,
    orders,
  }
}

/** The collection of the orders. Messages name the settings where the shop has them: in the file, or as params. */
export function orderLayout(config: FirestoreSourceConfig): CollectionLayout {
  const { collection, createdAtField, changedAtField, changeFeed, orders } = config
  return {
    collection,
    createdAtField,
    changedAtField,
    timeZone: orders.timeZone,
    changeFeed,
    noun: 'orders',
    advice: ' "npm run inspect" proposes what to write.',
    settings: {
      collection: placeOf(orders, 'collection', settingNames.collection),
      createdAtField: placeOf(orders, 'createdAt', settingNames.createdAtField),
      changedAtField: placeOf(orders, 'changedAt', settingNames.changedAtField),
      changeFeed: settingNames.changeFeed,
      records: `${settingNames.fields} (npm run inspect finds them)`,
      statuses: `${settingNames.statuses} (npm run inspect lists them)`,
    },
  }
}

function placeOf(orders: OrderSettings, key: 'collection' | 'createdAt' | 'changedAt', param: string): string {
  return orders[key] === undefined ? param : `orders.${key} in functions/tidemark.json`
}

function settingError({ issues: [issue] }: z.ZodError): SettingError {
  const name = Object.entries(settingNames).find(([key]) => key === issue?.path[0])?.[1] ?? settingNames.collection
  return new SettingError(name, issue?.message ?? 'cannot be read')
}
