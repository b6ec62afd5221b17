import { defineStream } from '../../model/stream.ts'
import { updatedMs } from '../common.ts'
import { itemLibraryColumns } from './columns.ts'
import { libraryItemSchema, type LibraryItem } from './schema.ts'

export const itemLibraryStream = defineStream<LibraryItem>({
  name: 'itemLibrary',
  schema: libraryItemSchema,
  columns: itemLibraryColumns,
  keyTime: updatedMs,
})
