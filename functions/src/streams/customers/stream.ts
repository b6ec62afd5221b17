import { defineStream } from '../../model/stream.ts'
import { createdMs } from '../common.ts'
import { customerColumns } from './columns.ts'
import { customerRecordSchema, type CustomerRecord } from './schema.ts'

export const customerStream = defineStream<CustomerRecord>({
  name: 'customers',
  schema: customerRecordSchema,
  columns: customerColumns,
  keyTime: createdMs,
})
