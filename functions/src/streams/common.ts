import { z } from 'zod'

import { largestAmount } from '../contract/money.ts'
import { sourceNames, type SourceName } from '../contract/order.ts'

/* The common parts of several streams' records: their ids and times, and the columns of these. */

/** Integers in a currency's minor unit (cents). */
export const minorUnits = z.int().min(-largestAmount).max(largestAmount)
export const currencyCode = z.string().regex(/^[A-Z]{3}$/)
export const isoTime = z.iso.datetime({ precision: 3 })

/** The ids of a record: `id` is `source:sourceId`. */
export const recordIds = {
  id: z.string().min(3),
  source: z.enum(sourceNames),
  sourceId: z.string().min(1),
} as const

/** The times of a record. */
export const recordTimes = { createdAt: isoTime, updatedAt: isoTime } as const

/** The column of the source that a record comes from. */
export const sourceColumn = {
  name: 'source',
  kind: 'category',
  label: 'Source',
  facet: true,
  of: ({ source }: { readonly source: SourceName }) => source,
} as const

/** The column of the id of the variation that a record concerns. */
export const variationColumn = {
  name: 'variationId',
  kind: 'text',
  label: 'Variation',
  search: 'text',
  of: ({ variationId }: { readonly variationId: string | null }) => variationId,
} as const

/** The column of the time of a record's last change. */
export const updatedAtColumn = {
  name: 'updatedAt',
  kind: 'time',
  label: 'Updated',
  range: true,
  sort: true,
  of: ({ updatedAt }: { readonly updatedAt: string }) => Date.parse(updatedAt),
} as const

/** A column of an amount in minor units of the record's `currency`. */
export function moneyColumn<const Name extends string>(name: Name, label: string) {
  const of = (record: { readonly [key in Name]: number | null }): number | null => record[name]
  return { name, kind: 'integer', label, money: { currency: 'currency' }, of } as const
}

/** The key time of a record that says when it was created. */
export function createdMs({ createdAt }: { readonly createdAt: string }): number {
  return Date.parse(createdAt)
}

/** The key time of a record that says only when it changed last: it moves with each change. */
export function updatedMs({ updatedAt }: { readonly updatedAt: string }): number {
  return Date.parse(updatedAt)
}

/** The most characters of a searched list, the rest is left out: one record must not fill a segment. */
const lineCharacters = 8_000

/** Ids as a text with one a line. */
export function linesOf(ids: readonly string[]): string {
  return [...new Set(ids)].join('\n').slice(0, lineCharacters)
}
