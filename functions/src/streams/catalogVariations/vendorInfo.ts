import { z } from 'zod'

import { defineStream, type Column } from '../../model/stream.ts'
import {
  currencyCode,
  isoTime,
  minorUnits,
  moneyColumn,
  updatedAtColumn,
  updatedMs,
  variationColumn,
} from '../common.ts'

/** A vendor that a variation is bought from, and on what terms. */
export const vendorInfoSchema = z.object({
  id: z.string().min(3),
  variationId: z.string(),
  vendorId: z.string(),
  /** The vendor's own number of the variation. */
  vendorCode: z.string().nullable(),
  currency: currencyCode.nullable(),
  /** The cost of one, in minor units. */
  unitCost: minorUnits.nullable(),
  updatedAt: isoTime,
})
export type VendorInfo = z.infer<typeof vendorInfoSchema>

const columns = [
  variationColumn,
  { name: 'vendorId', kind: 'category', label: 'Vendor', facet: true, of: ({ vendorId }) => vendorId },
  { name: 'vendorCode', kind: 'text', label: 'Vendor’s code', search: 'text', of: ({ vendorCode }) => vendorCode },
  { name: 'currency', kind: 'category', label: 'Currency', of: ({ currency }) => currency },
  { ...moneyColumn('unitCost', 'Unit cost'), range: true, sort: true },
  updatedAtColumn,
] as const satisfies readonly Column<VendorInfo>[]

export const vendorInfoStream = defineStream<VendorInfo>({
  name: 'catalogVendorInfo',
  schema: vendorInfoSchema,
  columns,
  keyTime: updatedMs,
  references: [{ column: 'vendorId', to: 'vendors' }],
})

/** The variations that a row concerns. */
export function variationsOf({ variationId }: Readonly<Record<string, unknown>>): readonly string[] {
  return typeof variationId === 'string' ? [variationId] : []
}
