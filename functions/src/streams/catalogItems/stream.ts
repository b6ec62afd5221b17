import { defineStream } from '../../model/stream.ts'
import { updatedMs } from '../common.ts'
import { catalogItemColumns } from './columns.ts'
import { catalogItemSchema, type CatalogItem } from './schema.ts'

export const catalogItemStream = defineStream<CatalogItem>({
  name: 'catalogItems',
  schema: catalogItemSchema,
  columns: catalogItemColumns,
  keyTime: updatedMs,
  references: [{ column: 'categoryIds', to: 'catalogCategories' }],
})
