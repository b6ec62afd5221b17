import { z } from 'zod'

import { InvalidInputError } from '../../lib/errors.ts'
import { orderStatuses } from '../../model/order.ts'
import { fieldNames } from './fields.ts'

const collection = z
  .string()
  .regex(/^[^/]+(\/[^/]+\/[^/]+)*$/, 'must be the path of a collection, like orders or shops/main/orders')

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

/** The configuration, with defaults for what is left out; throws an InvalidInputError that names the setting. */
export function readFirestoreSourceConfig(input: z.input<typeof firestoreSourceConfigSchema>): FirestoreSourceConfig {
  const read = firestoreSourceConfigSchema.safeParse(input)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  throw new InvalidInputError(issue?.path.join('.') || 'firestore source', issue?.message ?? 'cannot be read')
}
