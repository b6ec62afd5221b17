import { z } from 'zod'
import { largestAmount } from '../../contract/money.ts'
import { sourceNames } from '../../contract/order.ts'

const minorUnits = z.int().min(-largestAmount).max(largestAmount)
const isoTime = z.iso.datetime({ precision: 3 })

/** One thing that can be bought: a product's variant. */
export const variantSchema = z.object({
  id: z.string().min(1),
  sku: z.string().optional(),
  price: minorUnits.nullable(),
  /** The quantity in stock, in all places together; null where the source does not say. */
  inStock: z.number().nullable(),
})
export type Variant = z.infer<typeof variantSchema>

/** A product that is for sale, whatever its source. Prices are minor units of `currency`. */
export const productSchema = z.object({
  id: z.string().min(3),
  source: z.enum(sourceNames),
  sourceId: z.string().min(1),
  name: z.string(),
  /** In the source's own words. */
  status: z.string(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  variants: z.array(variantSchema),
  createdAt: isoTime,
  updatedAt: isoTime,
})
export type Product = z.infer<typeof productSchema>
