import { z } from 'zod'

import { orderStatuses } from '../../contract/order.ts'
import { SettingError } from '../../lib/errors.ts'

/** The params that people set; messages name them. */
export const squareParams = {
  merchants: 'SQUARE_MERCHANTS',
  appId: 'SQUARE_APP_ID',
  apiUrl: 'SQUARE_API_URL',
  callsAtOnce: 'SQUARE_CALLS_AT_ONCE',
  statusMap: 'SQUARE_STATUS_MAP',
  webhookUrl: 'SQUARE_WEBHOOK_URL',
} as const

/** The secrets that go with them. */
export const secretNames = {
  accessToken: 'SQUARE_ACCESS_TOKEN',
  appSecret: 'SQUARE_APP_SECRET',
  webhookKey: 'SQUARE_WEBHOOK_SIGNATURE_KEY',
} as const

const url = z.url({ protocol: /^https?$/, error: 'must be an address like https://example.com' })

const configSchema = z.strictObject({
  /** The merchants that are copied. */
  merchants: z.array(z.string().regex(/^\w{1,100}$/, 'must be the ids of merchants, by commas')),
  /** The app that merchants authorize; null where an access token of the merchant's own is used. */
  appId: z
    .string()
    .regex(/^[\w-]{1,100}$/, 'must be the application id that the Developer Console shows')
    .nullable(),
  apiUrl: url,
  /** Calls of one merchant that may be under way at once. */
  callsAtOnce: z.int().min(1).max(20),
  /** Canonical statuses for words of the vendor that came after this version. */
  statusMap: z.record(z.string(), z.enum(orderStatuses)),
  /** The address that webhooks are sent to, as the vendor has it: it is signed. Null where none are sent. */
  webhookUrl: url.nullable(),
})

/** The calls a second that the vendor is tried with first; throttling brings them down. */
export const callsPerSecond = 20

/** The merchants that are copied, and how they are read. */
export type SquareConfig = z.infer<typeof configSchema>

/** The configuration; null where the source is off, for neither a merchant nor an app is named. Throws a SettingError that names the param. */
export function readSquareConfig(texts: Readonly<Record<keyof SquareConfig, unknown>>): SquareConfig | null {
  const { merchants, appId } = texts
  if (Array.isArray(merchants) && merchants.length === 0 && appId === null) return null
  const result = configSchema.safeParse(texts)
  if (!result.success) {
    const [issue] = result.error.issues
    const field = issue?.path[0]
    const param = Object.entries(squareParams).find(([name]) => name === field)?.[1] ?? squareParams.merchants
    throw new SettingError(param, issue?.message ?? 'cannot be used')
  }
  if (result.data.appId === null && result.data.merchants.length > 1) {
    const problem = `must name one merchant, for an access token is one merchant's; several need an app (${squareParams.appId})`
    throw new SettingError(squareParams.merchants, problem)
  }
  return result.data
}
