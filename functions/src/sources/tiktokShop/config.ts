import { z } from 'zod'

import { orderStatuses } from '../../contract/order.ts'
import { SettingError } from '../../lib/errors.ts'

/** The params that people set; messages name them. */
export const tiktokShopParams = {
  appKey: 'TIKTOK_SHOP_APP_KEY',
  serviceId: 'TIKTOK_SHOP_SERVICE_ID',
  shops: 'TIKTOK_SHOPS',
  authUrl: 'TIKTOK_SHOP_AUTH_URL',
  apiUrl: 'TIKTOK_SHOP_API_URL',
  callsAtOnce: 'TIKTOK_SHOP_CALLS_AT_ONCE',
  statusMap: 'TIKTOK_SHOP_STATUS_MAP',
  webhooks: 'TIKTOK_SHOP_WEBHOOKS',
  performanceSince: 'TIKTOK_SHOP_PERFORMANCE_SINCE',
} as const

/** The secrets that go with them. */
export const secretNames = {
  tiktokShopApp: 'TIKTOK_SHOP_APP_SECRET',
  connectionKey: 'CONNECTION_KEY',
} as const

const url = z.url({ protocol: /^https?$/, error: 'must be an address like https://example.com' })

const configSchema = z.strictObject({
  appKey: z.string().regex(/^\w{1,100}$/, 'must be the app key that Partner Center shows'),
  shops: z.array(z.string().regex(/^\d{1,30}$/, 'must be the ids of shops, by commas')),
  authUrl: url,
  apiUrl: url,
  /** Calls of one shop that may be under way at once. */
  callsAtOnce: z.int().min(1).max(20),
  /** Canonical statuses for words of the vendor that came after this version. */
  statusMap: z.record(z.string(), z.enum(orderStatuses)),
  /** True where the app's webhooks come here: then a run that they ask for reads their reports, and no window. */
  webhooks: z.boolean(),
  /** The first day whose performance is copied, for which the app needs a scope of its own; null: none is. */
  performanceSince: z.iso.date('must be a day like 2025-01-31, or empty').nullable(),
})

/** The calls a second that the vendor is tried with first; throttling brings them down. */
export const callsPerSecond = 50

/** The app that shops authorize, and the shops that are copied. */
export type TikTokShopConfig = z.infer<typeof configSchema>

/** The configuration; null where the source is off, for no app is named. Throws a SettingError that names the param. */
export function readTikTokShopConfig(
  texts: Readonly<Record<keyof TikTokShopConfig, unknown>>,
): TikTokShopConfig | null {
  if (texts.appKey === '') return null
  const result = configSchema.safeParse(texts)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = issue?.path[0]
  const param = Object.entries(tiktokShopParams).find(([name]) => name === field)?.[1] ?? tiktokShopParams.appKey
  throw new SettingError(param, issue?.message ?? 'cannot be used')
}
