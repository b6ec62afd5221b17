import { z } from 'zod'

import { defineStream, type CachedRecord, type Column, type Stream } from '../../../model/stream.ts'
import { createdMs, currencyCode, isoTime, recordIds, recordTimes, updatedAtColumn } from '../../../streams/common.ts'
import { ownColumns, type OwnValue } from '../../../streams/ownColumns.ts'
import type { ColumnSettings, RecordSettings } from '../settings.ts'

/** A document of a collection that the shop declares as a stream: its ids and times, and the values of the declared columns. */
export interface OwnRecord extends CachedRecord {
  readonly sourceId: string
  readonly createdAt: string
  readonly updatedAt: string
  /** The currency of the amounts, set where the stream has amounts; null where it is unknown. */
  readonly currency?: string | null
  readonly [column: string]: OwnValue | undefined
}

const currencyColumn: Column<OwnRecord> = {
  name: 'currency',
  kind: 'category',
  label: 'Currency',
  facet: true,
  of: ({ currency = null }) => currency,
}

/** The stream that `settings` declare under a name. */
export function recordStreamOf(name: string, { label, columns }: RecordSettings): Stream<OwnRecord> {
  const hasMoney = columns.some(({ kind }) => kind === 'money')
  return defineStream<OwnRecord>({
    name,
    ...(label !== undefined && { label }),
    schema: schemaOf(columns, hasMoney),
    columns: [
      ...ownColumns<OwnRecord>(columns, (record, column) => record[column]),
      ...(hasMoney ? [currencyColumn] : []),
      updatedAtColumn,
    ],
    keyTime: createdMs,
  })
}

const valueSchemas: Readonly<Record<ColumnSettings['kind'], z.ZodType<OwnValue>>> = {
  text: z.string(),
  category: z.string(),
  integer: z.int(),
  number: z.number(),
  time: isoTime,
  flag: z.boolean(),
  money: z.int(),
}

/**
 * A document that was written under an earlier declaration is one of the stream, too: it has no value where a column is new or is of
 * another kind now, until the full run that a changed declaration starts has written it anew.
 */
function schemaOf(columns: readonly ColumnSettings[], hasMoney: boolean): z.ZodType<OwnRecord> {
  const values = columns.map(({ name, kind }) => [name, valueSchemas[kind].nullable().catch(null)] as const)
  const schema = z.object({
    ...Object.fromEntries(values),
    ...recordIds,
    ...recordTimes,
    ...(hasMoney && { currency: currencyCode.nullable().catch(null) }),
  })
  // The names of the columns are not those of these members, which the settings' own schema sees to.
  return schema as unknown as z.ZodType<OwnRecord>
}
