import { defineStream } from '../../model/stream.ts'
import { updatedMs } from '../common.ts'
import { catalogVariationColumns } from './columns.ts'
import { catalogVariationSchema, type CatalogVariation } from './schema.ts'

export const catalogVariationStream = defineStream<CatalogVariation>({
  name: 'catalogVariations',
  schema: catalogVariationSchema,
  columns: catalogVariationColumns,
  keyTime: updatedMs,
})
