import { z } from 'zod'

import { orderStatuses } from '../../contract/order.ts'
import { SettingError } from '../../lib/errors.ts'
import { fieldNames } from './fields.ts'

/** A trigger would take wildcards for many collections, of which a reader finds none. */
const collection = z
  .string()
  .regex(/^[^/]+(\/[^/]+\/[^/]+)*$/, 'must be the path of a collection, like orders or shops/main/orders')
  .regex(/^[^{}*]*$/, 'must name one collection: a path with wildcards, like users/{uid}/orders, is not supported yet')

/** Firestore's own rule for unquoted paths (https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields). */
const fieldPath = z
  .string()
  .regex(/^(?!__)[^.~*/[\]`]+(\.[^.~*/[\]`]+)*$/, 'must be a field path, with dots between the names of nested fields')

const currency = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, 'must be a currency code of three letters, like USD')

/**
 * Where the orders are and how the shop writes them. `fieldMap` maps the names of `fields.ts` to the shop's field paths,
 * `statusMap` the shop's words (in any case) to canonical statuses.
 */
export const firestoreSourceConfigSchema = z.strictObject({
  collection: collection.default('orders'),
  createdAtField: fieldPath.default('timestamp'),
  changedAtField: fieldPath.default('timestamp'),
  defaultCurrency: currency.default('USD'),
  fieldMap: z.partialRecord(z.enum(fieldNames), fieldPath).default({}),
  statusMap: z.record(z.string(), z.enum(orderStatuses)).default({}),
  /** Whether a trigger reports every write of the collection. */
  changeFeed: z.boolean().default(false),
})
export type FirestoreSourceConfig = z.infer<typeof firestoreSourceConfigSchema>

/** The params that people set; messages name them. */
export const settingNames = {
  collection: 'ORDERS_COLLECTION',
  createdAtField: 'ORDERS_CREATED_AT_FIELD',
  changedAtField: 'ORDERS_CHANGED_AT_FIELD',
  defaultCurrency: 'DEFAULT_CURRENCY',
  fieldMap: 'ORDERS_FIELD_MAP',
  statusMap: 'ORDERS_STATUS_MAP',
  changeFeed: 'CHANGE_FEED',
} as const satisfies Record<keyof FirestoreSourceConfig, string>

/** The configuration, with defaults for what is left out; throws a SettingError that names the param. */
export function readFirestoreSourceConfig(input: z.input<typeof firestoreSourceConfigSchema>): FirestoreSourceConfig {
  const read = firestoreSourceConfigSchema.safeParse(input)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const [setting, ...inside] = issue?.path ?? []
  const name = Object.entries(settingNames).find(([key]) => key === setting)?.[1] ?? 'ORDERS_COLLECTION'
  throw new SettingError(name, [...inside.map(String), issue?.message ?? 'cannot be read'].join(': '))
}
