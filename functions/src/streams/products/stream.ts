import { defineStream } from '../../model/stream.ts'
import { productColumns } from './columns.ts'
import { productSchema, type Product } from './schema.ts'

export const productStream = defineStream<Product>({
  name: 'products',
  schema: productSchema,
  columns: productColumns,
  keyTime: ({ createdAt }) => Date.parse(createdAt),
})
