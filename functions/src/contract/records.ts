import { z } from 'zod'

import type { Freshness } from '../contract/freshness.ts'
import type { PageMeta } from './api.ts'
import { columnTestSchema, type ColumnTest } from './columnTest.ts'
import { csvAlone, fileOptions } from './files.ts'

/*
 * The public contract for the records of any stream: what callers send and what they get. Which columns a stream has, and what
 * can be asked of each, `describeStreams` says.
 */

/** `category` columns have few words, each stored once; an `integer` is exact, a `number` may have a fraction. */
export const columnKinds = ['text', 'category', 'integer', 'number', 'time', 'flag'] as const
export type ColumnKind = (typeof columnKinds)[number]

export type { ColumnTest }

const name = z.string().min(1).max(100)
/** A record has to pass the test of every column that is named, and to hold the text that is searched for. */
export interface RecordFilter {
  readonly search?: string | undefined
  readonly [column: string]: ColumnTest | string | undefined
}
const recordFilterSchema: z.ZodType<RecordFilter> = z
  .object({ search: z.string().min(1).max(200).optional() })
  .catchall(columnTestSchema)
  .refine((filter) => Object.keys(filter).length <= 100, 'names more than 100 columns')

const recordSortSchema = z.strictObject({ field: name, direction: z.enum(['asc', 'desc']) })
export type RecordSort = z.infer<typeof recordSortSchema>

export const listRecordsRequestSchema = z.strictObject({
  stream: name,
  filter: recordFilterSchema.optional(),
  sort: recordSortSchema.optional(),
  limit: z.int().min(1).max(200).optional(),
  cursor: z.string().min(1).max(4_000).optional(),
  facets: z.boolean().optional(),
})
export type ListRecordsRequest = z.infer<typeof listRecordsRequestSchema>

/**
 * A record as a list shows it: its id, `createdAt`, and each column of its stream. Times are ISO 8601 in UTC with milliseconds,
 * amounts integers in the minor unit of the currency that the description names; null where there is no value.
 */
export type RecordRow = { readonly id: string; readonly createdAt: string } & {
  readonly [column: string]: string | number | boolean | null
}

export interface ListRecordsResponse extends Freshness {
  readonly records: readonly RecordRow[]
  readonly total: number
  readonly nextCursor: string | null
  readonly facets?: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly meta: PageMeta
}

export const getRecordRequestSchema = z.strictObject({
  stream: name,
  id: z
    .string()
    .regex(/^\w+:[^/]+$/, 'must be "source:sourceId"')
    // Firestore's limit on the id of a document.
    .refine((id) => new TextEncoder().encode(id).length <= 1_500, 'must be at most 1500 bytes long'),
})

/** The whole record with the source's own as `payload` (absent where it was too large to keep). */
export interface GetRecordResponse {
  readonly record: Readonly<Record<string, unknown>>
  readonly payload?: unknown
  readonly payloadOmitted?: true
}

export const exportRecordsRequestSchema = z
  .strictObject({
    stream: name,
    filter: recordFilterSchema.optional(),
    sort: recordSortSchema.optional(),
    ...fileOptions,
  })
  .superRefine(csvAlone)
export type ExportRecordsRequest = z.infer<typeof exportRecordsRequestSchema>

/** A column as clients see it; an absent member means that lists cannot do that with it. */
export interface ColumnDescription {
  readonly name: string
  readonly label: string
  readonly kind: ColumnKind
  /** True where lists count the column's values. */
  readonly facet?: true
  /** True where a filter by the column is as quick as one by time. */
  readonly range?: true
  readonly sort?: true
  readonly search?: true
  /** An amount in the minor unit of the currency that this column names. */
  readonly money?: { readonly currency: string }
  /** False where a table begins without the column. */
  readonly shown?: false
  /** False where files that do not name their columns leave this one out. */
  readonly exported?: false
  /** The stream, of the same source, whose records the cells name: a record's id is the row's source, a `:`, and the cell. */
  readonly references?: string
}

export interface StreamDescription {
  readonly name: string
  /** The stream's name for people; absent where it follows from `name`. */
  readonly label?: string
  readonly pipelines: readonly string[]
  readonly columns: readonly ColumnDescription[]
}

export interface DescribeStreamsResponse {
  readonly streams: readonly StreamDescription[]
}
