import { defineStream } from '../../model/stream.ts'
import { createdMs } from '../common.ts'
import { vendorColumns } from './columns.ts'
import { vendorSchema, type Vendor } from './schema.ts'

export const vendorStream = defineStream<Vendor>({
  name: 'vendors',
  schema: vendorSchema,
  columns: vendorColumns,
  keyTime: createdMs,
})
