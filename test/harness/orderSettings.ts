import type { z } from 'zod'

import { orderSettingsSchema, type OrderSettings } from '../../functions/src/sources/firestore/settings.ts'

/** What `functions/tidemark.json` may say of the orders, as the source gets it. */
export function ordersAs(orders: z.input<typeof orderSettingsSchema>): OrderSettings {
  return orderSettingsSchema.parse(orders)
}
