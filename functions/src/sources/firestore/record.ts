import { z } from 'zod'

import { isoOf, isInstant, type Instant } from '../../lib/instant.ts'
import { minorUnits } from '../../model/money.ts'
import { orderIdOf, type Customer, type Order } from '../../model/order.ts'
import type { ParsedRecord, SourceRecord } from '../../model/source.ts'
import { addressOf } from './address.ts'
import type { FirestoreSourceConfig } from './config.ts'
import { fieldReader, keysOf, orderFields, valueAt, type OrderField } from './fields.ts'
import { decimalOf, itemReader, textOf } from './items.ts'
import { statusReader } from './statuses.ts'
import { momentOf } from './time.ts'

/** What `recordOf` makes of a document. */
const rawDocument = z.object({
  data: z.record(z.string(), z.unknown()),
  createTime: z.string().refine(isInstant),
})

/** A value that must be there and be readable; the messages follow the name of the field. */
function required<T>(read: (value: unknown) => T | null, problem: string) {
  return z.unknown().transform((value, context) => {
    const result = value === undefined ? null : read(value)
    if (result !== null) return result
    context.addIssue({ code: 'custom', message: value === undefined ? 'is missing' : problem })
    return z.NEVER
  })
}

/** Only these put a record into quarantine: all other fields are left out where they cannot be read. */
function essentials(currency: string, createTime: Instant) {
  return z.object({
    status: required((value) => (typeof value === 'string' && value.trim() !== '' ? value : null), 'is not a text'),
    totalAmount: required(
      (value) => minorUnits(decimalOf(value) ?? '', currency),
      'is not a decimal amount that minor units can hold',
    ),
    createdAt: z.unknown().pipe(required((value) => momentOf(value), 'is not a time that can be read').prefault(createTime)),
  })
}
