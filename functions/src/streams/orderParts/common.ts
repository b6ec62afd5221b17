import { z } from 'zod'

import { isoTime } from '../common.ts'

/* What the parts of orders have in common. They stand in lists at the time of their order. */

/** The ids of a part: `id` is its order's, a `#`, and what tells it from others. */
export const partIds = {
  id: z.string().min(3),
  /** The ids at the source of its order and of the place of the sale. */
  orderId: z.string().min(1),
  locationId: z.string().nullable(),
  createdAt: isoTime,
} as const

export const orderIdColumn = {
  name: 'orderId',
  kind: 'text',
  label: 'Order',
  search: 'text',
  of: ({ orderId }: { readonly orderId: string }) => orderId,
} as const

export const locationIdColumn = {
  name: 'locationId',
  kind: 'category',
  label: 'Location',
  facet: true,
  of: ({ locationId }: { readonly locationId: string | null }) => locationId,
} as const

export const locationReference = { column: 'locationId', to: 'locations' } as const
