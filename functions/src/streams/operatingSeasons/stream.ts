import { defineStream } from '../../model/stream.ts'
import { operatingSeasonColumns } from './columns.ts'
import { operatingSeasonRecordSchema, type OperatingSeasonRecord } from './schema.ts'

export const operatingSeasonStream = defineStream<OperatingSeasonRecord>({
  name: 'operatingSeasons',
  schema: operatingSeasonRecordSchema,
  columns: operatingSeasonColumns,
  keyTime: ({ startsOn }) => Date.parse(startsOn),
})
