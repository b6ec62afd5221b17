import { defineStream } from '../../model/stream.ts'
import { updatedMs } from '../common.ts'
import { catalogCategoryColumns } from './columns.ts'
import { catalogCategorySchema, type CatalogCategory } from './schema.ts'

export const catalogCategoryStream = defineStream<CatalogCategory>({
  name: 'catalogCategories',
  schema: catalogCategorySchema,
  columns: catalogCategoryColumns,
  keyTime: updatedMs,
})
