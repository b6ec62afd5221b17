import { z } from 'zod'

import { orderStatuses } from '../../contract/order.ts'

const host = z.url({ protocol: /^https?$/, error: 'must be an address like https://open-api.tiktokglobalshop.com' })

/** What a shop sets for TikTok Shop beside its credentials; hosts are settings, for regions and tests have their own. */
export const tikTokShopConfigSchema = z.strictObject({
  apiHost: host.default('https://open-api.tiktokglobalshop.com'),
  tokenHost: host.default('https://auth.tiktok-shops.com'),
  /** Calls of one shop that may be under way at once. */
  callsAtOnce: z.int().min(1).max(20).default(5),
  /** The first day whose performance is copied. */
  performanceSince: z.iso.date('must be a day like 2025-01-31').default('2025-01-01'),
  /** Canonical statuses for words of the vendor that came after this version. */
  statusMap: z.record(z.string(), z.enum(orderStatuses)).default({}),
})
export type TikTokShopConfig = z.infer<typeof tikTokShopConfigSchema>

/** The calls a second that the vendor is tried with first; throttling brings them down. */
export const callsPerSecond = 50
