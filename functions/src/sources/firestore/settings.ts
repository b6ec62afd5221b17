import { z } from 'zod'

import { columnKinds } from '../../contract/records.ts'
import { orderStatuses } from '../../contract/order.ts'
import { isTimeZone } from '../../contract/timeZone.ts'
import { columnFaults } from './columnFaults.ts'
import { amountFields, fieldNames } from './fieldNames.ts'
import { wordKey } from './words.ts'
import { reservedColumns, reservedStreams } from './records/names.ts'

/*
 * The settings of the copied collections in `functions/tidemark.json`. The types are those of the file after parsing, with a default for
 * whatever the file leaves out.
 */

/** A path like `orders`, `shops/main/orders` or, for a collection below each document of another, `users/{uid}/orders`. */
export const collectionPath = z
  .string()
  .max(1_500)
  .regex(
    /^[^/{}*]+(\/([^/{}*]+|\{\w+\})\/[^/{}*]+)*$/,
    'must be the path of a collection, like orders, shops/main/orders or users/{uid}/orders',
  )
  .refine((path) => {
    const names = wildcardsOf(path)
    return new Set(names).size === names.length
  }, 'has a name in braces twice: give each its own, like shops/{shop}/users/{uid}/orders')
  .meta({ description: 'The path of the collection; a name in braces stands for any document: users/{uid}/orders.' })

function wildcardsOf(path: string): readonly string[] {
  return path.match(/\{\w+\}/g) ?? []
}

/** The path of a collection that Tidemark does not keep itself: if one of Tidemark's own were copied, each write would bring the next. */
export const shopCollection = collectionPath
  .refine(
    (path) => !/^(sync_\w+|\w+_cache(_segments|_head)?)$/.test(path),
    'is a collection that Tidemark itself writes',
  )
  // A trigger's path may have a name once, and the document's own follows (params.ts).
  .refine(
    (path) => !wildcardsOf(path).some((name) => name === '{orderId}' || name === '{recordId}'),
    'has {orderId} or {recordId} in it, which stand for the documents of the collection itself: give it another name, like {order}',
  )

/** The names of nested fields with dots between them; a name that has a dot itself stands in backticks. */
export const fieldPath = z
  .string()
  .max(1_500)
  .regex(
    /^([^.`*/[\]{}]+|`[^`]+`)(\.([^.`*/[\]{}]+|`[^`]+`))*$/,
    'must be a field path, with dots between the names of nested fields and no wildcards; a name that has one of . * / [ ] { } itself stands in backticks',
  )

export const currencyCode = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, 'must be a currency code of three letters, like USD')

const timeZone = z.string().refine(isTimeZone, 'must be an IANA time zone like Asia/Kolkata, or UTC')

const places = z.array(fieldPath).min(1).max(10)
const constant = z.union([z.string().max(1_000), z.number(), z.boolean()])

/** The place of a value in a document. Of several paths the first that has a value counts. */
const valueSettings = z
  .union(
    [
      fieldPath,
      places,
      z.strictObject({
        path: z.union([fieldPath, places]).optional(),
        /** Texts that belong together, like a first and a last name. */
        join: z.array(fieldPath).min(2).max(10).optional(),
        separator: z.string().max(10).optional(),
        /** The value for documents that have none; without a path, for all documents. */
        default: constant.optional(),
      }),
    ],
    {
      error:
        'must be a field path, a list of them, or an object of "path" or "join" and "default", like {"join":["firstName","lastName"]}',
    },
  )
  .transform((value): ValueSettings => {
    if (typeof value === 'string') return { paths: [value] }
    if (Array.isArray(value)) return { paths: value }
    const { path = [], join, separator = ' ', default: fallback } = value
    return {
      paths: typeof path === 'string' ? [path] : path,
      ...(join !== undefined && { join: { paths: join, separator } }),
      ...(fallback !== undefined && { default: fallback }),
    }
  })

export interface ValueSettings {
  /** The paths to look at; the first that has a value counts. */
  readonly paths: readonly string[]
  /** The texts to join into one where none of `paths` has a value. */
  readonly join?: { readonly paths: readonly string[]; readonly separator: string }
  /** The value where there is none at all. */
  readonly default?: string | number | boolean
}

const unit = z.enum(['major', 'minor'])

/** A column that the shop declares, beside those that every order has or for a stream of its own. */
const columnSettings = z.strictObject({
  name: z.string().regex(/^[a-z]\w{0,39}$/i, 'must be letters, digits and _, a letter first'),
  /** The heading that people read; by default it follows from the name. */
  label: z.string().min(1).max(60).optional(),
  path: valueSettings,
  kind: z.enum([...columnKinds, 'money']),
  search: z.boolean().default(false),
  facet: z.boolean().default(false),
  sort: z.boolean().default(false),
  /** True where lists show the column. */
  shown: z.boolean().default(true),
  /** True where files have the column. */
  exported: z.boolean().default(true),
  /** True where the column names a person, or leads to one. By default columns of texts do. */
  personal: z.boolean().optional(),
})
export type ColumnSettings = z.output<typeof columnSettings>

/** An order has the status of the first rule whose every field has one of the words. */
const statusRule = z.strictObject({
  when: z
    .record(fieldPath, z.array(z.union([z.string().max(200), z.number(), z.boolean(), z.null()])).min(1))
    .refine((when) => Object.keys(when).length > 0, 'must name a field'),
  status: z.enum(orderStatuses),
})

/** Refuses two spellings of one word with different meanings: neither would count. */
function refuseTwoMeanings(words: Readonly<Record<string, string>>, context: z.RefinementCtx): void {
  const known = new Map<string, string>()
  for (const [word, meaning] of Object.entries(words)) {
    const key = wordKey(word)
    if ((known.get(key) ?? meaning) !== meaning)
      context.addIssue({ code: 'custom', path: [word], message: 'is another spelling of a word with another meaning' })
    known.set(key, meaning)
  }
}

/** The settings of the shop's orders: where they are, and how the shop writes them. */
export const orderSettingsSchema = z.strictObject({
  collection: shopCollection.optional(),
  /** Null: no document says when it was created, and Firestore's own creation time stands for it. */
  createdAt: fieldPath.nullable().optional(),
  /** Null: no document says when it changed. The change feed and full runs find changes then. */
  changedAt: fieldPath.nullable().optional(),
  /** The currency of orders that name none. */
  currency: currencyCode.optional(),
  fields: z.partialRecord(z.enum(fieldNames), valueSettings).default({}),
  /** True where an order without a total is worth as much as its items. */
  totalFromItems: z.boolean().default(false),
  status: z
    .strictObject({
      words: z.record(z.string().max(200), z.enum(orderStatuses)).superRefine(refuseTwoMeanings).default({}),
      rules: z.array(statusRule).max(100).default([]),
      /** The status of orders that have none at all. */
      default: z.enum(orderStatuses).optional(),
    })
    .prefault({}),
  money: z
    .strictObject({
      unit: unit.default('major'),
      /** The units of single amounts, where they are written otherwise than the others. */
      units: z.partialRecord(z.enum(amountFields), unit).default({}),
      /** The decimal sign of amounts that are texts and could be read in two ways, like "1,234". */
      decimal: z.enum(['.', ',']).optional(),
      /** The shop's words and signs for currencies: {"₹":"INR"}. */
      currencies: z.record(z.string().min(1).max(20), currencyCode).default({}),
      /** The currency by the order's country: the field that names the country, and the currency of each country. */
      byCountry: z
        .strictObject({ path: fieldPath, currencies: z.record(z.string().min(1).max(60), currencyCode) })
        .optional(),
    })
    .prefault({}),
  /** The zone of times without an offset. */
  timeZone: timeZone.default('UTC'),
  columns: z
    .array(columnSettings)
    .max(20, 'must be at most 20 columns')
    .superRefine((columns, context) => {
      for (const fault of columnFaults(columns, []))
        context.addIssue({ code: 'custom', ...fault, path: [...fault.path] })
    })
    .default([]),
})
export type OrderSettings = z.output<typeof orderSettingsSchema>

/** A collection of the shop that is copied as a stream of its own. */
export const recordSettingsSchema = z
  .strictObject({
    collection: shopCollection,
    /** The heading that people read; by default it follows from the stream's name. */
    label: z.string().min(1).max(60).optional(),
    /** Null: no document says when it was created, and Firestore's own creation time stands for it. */
    createdAt: fieldPath.nullable().default(null),
    /** The field of the change time; by default that of the creation time. Null: the change feed and full runs find changes. */
    changedAt: fieldPath.nullable().optional(),
    /** True where a trigger reports each write, if CHANGE_FEED is on. */
    changeFeed: z.boolean().default(true),
    /** The currency of amounts whose document names none. */
    currency: currencyCode.optional(),
    /** The place where a document names the currency of its amounts. */
    currencyField: valueSettings.optional(),
    unit: unit.default('major'),
    /** The zone of times without an offset. */
    timeZone: timeZone.default('UTC'),
    columns: z.array(columnSettings).min(1, 'must name at least one column').max(60, 'must be at most 60 columns'),
  })
  .superRefine(({ columns, currency, currencyField }, context) => {
    const [money] = currency === undefined && currencyField === undefined ? moneyIn(columns) : []
    const faults = [
      ...columnFaults(columns, reservedColumns),
      ...(money === undefined
        ? []
        : [
            {
              path: [money, 'kind'],
              message: 'is of kind "money": name a "currency" or a "currencyField" of the stream',
            },
          ]),
    ]
    for (const { path, message } of faults) context.addIssue({ code: 'custom', path: ['columns', ...path], message })
  })
export type RecordSettings = z.output<typeof recordSettingsSchema>

function moneyIn(columns: readonly ColumnSettings[]): number[] {
  return columns.flatMap(({ kind }, i) => (kind === 'money' ? [i] : []))
}

/** The other collections of the shop, by the names of their streams. */
export const streamSettingsSchema = z
  .record(z.string(), recordSettingsSchema)
  .default({})
  .superRefine((streams, context) => {
    const names = Object.keys(streams)
    const fault = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (names.length > mostStreams) fault([], `names more than ${mostStreams} streams`)
    for (const name of names) {
      // An object has members of its own, like `constructor`, that a look-up by such a name would find.
      if (reservedStreams.includes(name) || name in {})
        fault([name], 'is the name of a stream of Tidemark: choose another')
      else if (!/^[a-z][a-zA-Z0-9]{1,39}$/.test(name))
        fault([name], 'must be a name of letters and digits, a small letter first, like products')
    }
  })
const mostStreams = 20

/** The settings of a shop that writes orders as Tidemark expects them. */
export const usualOrders: OrderSettings = orderSettingsSchema.parse({})
