import { majorUnits } from '../../functions/src/contract/money.ts'
import type { Order } from '../../functions/src/contract/order.ts'
import { dollarsOf, formatDollars, priceNote } from '../../functions/src/contract/prices.ts'
import { isMap } from '../../functions/src/lib/firestore/firestoreValues.ts'
import type { ItemField, OrderField } from '../../functions/src/sources/firestore/fieldNames.ts'
import type { ColumnSettings } from '../../functions/src/sources/firestore/settings.ts'
import { recordIdOf } from '../../functions/src/model/stream.ts'
import { isPersonal } from '../../functions/src/streams/ownColumns.ts'
import type { Findings } from './findings.ts'
import { maskAny, maskValue, plainValue } from './mask.ts'
import type { Profile } from './profile.ts'
import type { Question } from './questions.ts'
import { coverageOf } from './roles.ts'
import type { TryOut } from './tryOut.ts'

/** A field of an order, as people and programs are shown it. */
export interface ShownField {
  readonly field: string
  readonly paths: readonly string[]
  /** The percentage of the documents that have a value, or of the items for a field of an item. */
  readonly coverage: number
  /** Values as text, masked where they could lead to a person. */
  readonly examples: readonly string[]
}

/** The fields whose values name nobody, and are shown as they stand. */
const plainFields: readonly string[] = [
  'createdAt', 'changedAt', 'status', 'totalAmount', 'currency', 'subtotal', 'tax', 'shipping', 'discount', 'items.quantity', 'items.price', 'items.name',
] // prettier-ignore

/** The fields of an order with the paths at which they were found, and with examples. */
export function shownFields({ sample, times, fields, itemFields, items, status, join }: Findings): ShownField[] {
  const found: [name: string, profiles: readonly (Profile | null)[], of: number][] = [
    ['createdAt', [times.createdAt], sample.length],
    ['changedAt', [times.changedAt], sample.length],
    ...(status.kind === 'rules'
      ? [['status', status.fields, sample.length] as [string, readonly Profile[], number]]
      : []),
    ...(join === null ? [] : [['customer.name', join, sample.length] as [string, readonly Profile[], number]]),
    ...(Object.entries(fields) as [OrderField, readonly Profile[]][]).map(
      ([name, profiles]): [string, readonly Profile[], number] => [name, profiles, sample.length],
    ), // its very keys
    ...(Object.entries(itemFields) as [ItemField, Profile][]).map(
      ([name, profile]): [string, readonly Profile[], number] => [name, [profile], items?.items.length ?? 0],
    ), // as above
  ]
  return found.flatMap(([field, profiles, of]) => {
    const there = profiles.filter((profile) => profile !== null)
    if (there.length === 0) return []
    return [
      {
        field,
        paths: there.map(({ path }) => path),
        coverage: Math.round(100 * coverageOf(there, of)),
        examples: examplesOf(field, there),
      },
    ]
  })
}

function examplesOf(field: string, [first]: readonly Profile[]): string[] {
  const show = plainFields.includes(field) ? plainOrType : maskValue
  return [...new Set(first?.values.map(({ value }) => show(value)))].slice(0, 3)
}

function plainOrType(value: unknown): string {
  return typeof value === 'object' && value !== null && !('toDate' in value) ? maskValue(value) : plainValue(value)
}

/** The lines of a table: cells in columns, as wide as their widest. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, n) => Math.max(most[n] ?? 0, Array.from(cell).length)),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, n) => cell + ' '.repeat(Math.max(0, (widths[n] ?? 0) - Array.from(cell).length)))
      .join('  ')
      .trimEnd(),
  )
}

export function fieldLines(fields: readonly ShownField[]): string[] {
  const rows = fields.map(({ field, paths, coverage, examples }) => [
    field,
    paths.join(', '),
    `${coverage} %`,
    examples.join('  '),
  ])
  return tableLines([['field', 'where', 'in', 'examples'], ...rows])
}

/** The words of status with counts and meanings, or the rules, as lines. */
export function wordLines({ status }: Findings): string[] {
  if (status.kind === 'none') return []
  if (status.kind === 'rules') {
    return status.rules.map(
      ({ when, status: is }) =>
        `  ${Object.entries(when)
          .map(([path, words]) => `${path} is ${words.join(' or ')}`)
          .join(' and ')}: ${is}`,
    )
  }
  return tableLines(
    status.words.map(({ word, count, status: is, isText }) => [
      `  ${isText ? plainValue(word) : word}`,
      String(count),
      is ?? 'no usual meaning',
    ]),
  )
}

/** The outcome of a trial as lines: orders, reasons for quarantine, unknown statuses, notices. */
export function tryOutLines({ read, orders, quarantined, unknownStatuses, notices }: TryOut): string[] {
  return [
    `${orders.length} of ${read} documents become orders.`,
    ...quarantined.map(({ reason, count }) => `  quarantined: ${count}, for ${reason}`),
    ...unknownStatuses.map(
      ({ word, count }) =>
        `  ${count} with the status ${plainValue(word)}, which means nothing yet: they count as processing, and in no revenue`,
    ),
    ...notices.map((notice) => `  ${notice}`),
  ]
}

export function questionLines(questions: readonly Question[]): string[] {
  return questions.flatMap(({ key, text, choices }) => [
    `  ${text}`,
    `    --answer '${key}=${choices === null || choices.length > 3 ? '...' : choices.join('|')}'`,
  ])
}

export function costLine(documents: number, reads: number): string {
  return `${documents} documents looked at, for ${reads} reads: ${formatDollars(dollarsOf({ reads, writes: 0 }))} (${priceNote})`
}

/** A masked order on one line. */
export function orderLine(order: Order): string {
  const { orderNumber, createdAt, status, sourceStatus, total, currency, customer, lineItems } = order
  const items = lineItems.map(
    ({ name, quantity, unitPrice }) => `${quantity} × ${name} at ${majorUnits(unitPrice, currency)}`,
  )
  const who = [customer.name, customer.email, customer.phone, customer.id].filter((text) => text !== undefined)
  return [
    orderNumber,
    createdAt,
    `${status} ("${sourceStatus}")`,
    `${majorUnits(total, currency)} ${currency}`,
    items.join(', ') || 'no items',
    who.join(' ') || 'nobody',
  ].join('  ')
}

/** Masks an order's id except its last part, unless that is like a phone number or e-mail. The parts before it are mostly customers'. */
function maskId(id: string): string {
  const parts = id.split('~')
  const own = parts.pop() ?? ''
  return [...parts.map(maskAny), likePhoneOrEmail.test(own) ? maskAny(own) : own].join('~')
}

const likePhoneOrEmail = /@|\+\d|\d{10}|^0\d[\d ().-]{6}/

/** An order whose customer, address, ids and personal columns lead to nobody. */
export function maskOrder(order: Order, columns: readonly ColumnSettings[]): Order {
  const { customer, shippingAddress, extra } = order
  const personal = columns.filter(isPersonal).map(({ name }) => name)
  return {
    ...order,
    id: recordIdOf(order.source, maskId(order.sourceId)),
    sourceId: maskId(order.sourceId),
    orderNumber: maskId(order.orderNumber),
    ...(extra !== undefined && {
      extra: Object.fromEntries(
        Object.entries(extra).map(([name, value]) => [
          name,
          personal.includes(name) && value !== null ? maskAny(String(value)) : value,
        ]),
      ),
    }),
    customer: Object.fromEntries(Object.entries(customer).map(([key, text]) => [key, maskAny(text)])),
    ...(shippingAddress !== undefined && {
      shippingAddress: Object.fromEntries(
        Object.entries(shippingAddress).map(([key, value]) => [key, maskDeep(value)]),
      ),
    }),
  }
}

function maskDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskDeep)
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskDeep(inner)]))
  return typeof value === 'string' || typeof value === 'number' ? maskAny(String(value)) : value
}
