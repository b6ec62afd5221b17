import type { z } from 'zod'

import { orderSettingsSchema, type OrderSettings } from '../../functions/src/sources/firestore/settings.ts'

/** Settings of the orders, as `functions/tidemark.json` may have them and the source gets them. */
export function ordersAs(orders: z.input<typeof orderSettingsSchema>): OrderSettings {
  return orderSettingsSchema.parse(orders)
}
