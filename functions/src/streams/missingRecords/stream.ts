import { defineStream } from '../../model/stream.ts'
import { missingRecordColumns } from './columns.ts'
import { missingRecordSchema, type MissingRecord } from './schema.ts'

export const missingRecordStream = defineStream<MissingRecord>({
  name: 'missingRecords',
  schema: missingRecordSchema,
  columns: missingRecordColumns,
  keyTime: ({ createdAt }) => Date.parse(createdAt),
  alarm: {
    kind: 'missing-records',
    message: (count) =>
      `${count === 1 ? '1 record' : `${count} records`} that others refer to ${count === 1 ? 'is' : 'are'} not in the cache: the ` +
      'stream missingRecords lists them. They may come with a later run, or were deleted at the source; where neither is so, start a full resync of their stream.',
  },
})
