import { defineStream } from '../../model/stream.ts'
import { updatedMs } from '../common.ts'
import { locationAvailabilityStream } from './availability.ts'
import { vendorInfoStream } from './vendorInfo.ts'
import { catalogVariationColumns } from './columns.ts'
import { catalogVariationSchema, type CatalogVariation } from './schema.ts'

export const catalogVariationStream = defineStream<CatalogVariation>({
  name: 'catalogVariations',
  schema: catalogVariationSchema,
  columns: catalogVariationColumns,
  keyTime: updatedMs,
  references: [{ column: 'itemId', to: 'catalogItems' }],
  children: [
    { stream: locationAvailabilityStream, of: ({ locations }) => locations },
    { stream: vendorInfoStream, of: ({ vendors }) => vendors },
  ],
})
