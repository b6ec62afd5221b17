import { defineStream } from '../../model/stream.ts'
import { createdMs } from '../common.ts'
import { locationColumns } from './columns.ts'
import { locationSchema, type Location } from './schema.ts'

export const locationStream = defineStream<Location>({
  name: 'locations',
  schema: locationSchema,
  columns: locationColumns,
  keyTime: createdMs,
})
