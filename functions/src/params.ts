import { defineBoolean, defineInt, defineSecret, defineString, expr, type SecretParam } from 'firebase-functions/params'
import { z } from 'zod'

import { defaultJournalDays } from './cache/journal.ts'
import { isTimeZone } from './contract/timeZone.ts'
import { SettingError } from './lib/errors.ts'
import type { WebhookHandler } from './model/webhook.ts'
import type { ReaderSettings } from './query/store/reader.ts'
import { readFirestoreSourceConfig, type FirestoreSourceConfig } from './sources/firestore/config.ts'
import { seasonsParam } from './sources/operatingSeasons/document.ts'
import {
  readSquareConfig,
  secretNames as squareSecretNames,
  squareParams,
  type SquareConfig,
} from './sources/square/config.ts'
import { createSquareWebhook } from './sources/square/webhook.ts'
import {
  readTikTokShopConfig,
  secretNames,
  tiktokShopParams,
  type TikTokShopConfig,
} from './sources/tiktokShop/config.ts'
import { createTikTokShopWebhook } from './sources/tiktokShop/webhook.ts'
import { adaptiveParams, readAdaptiveSettings, type AdaptiveSettings } from './sync/schedule/settings.ts'

/*
 * What a shop can set, in functions/.env or functions/.env.PROJECT. Every param has a default, so that a deploy asks
 * nothing. docs/operations.md lists them.
 */

const ordersCollection = defineString('ORDERS_COLLECTION', {
  default: 'orders',
  description: 'Where the shop keeps its orders; empty: it keeps none in Firestore.',
})
/** The documents whose writes the change feed reports. */
export const ordersPath = expr`${ordersCollection}/{orderId}`
const changeFeed = defineBoolean('CHANGE_FEED', {
  default: true,
  description: 'Report each write of an order, and copy it within seconds.',
})
const runDelaySeconds = defineInt('RUN_DELAY_SECONDS', {
  default: 3,
  description: 'The first changes after a quiet time are gathered for so long; in a busy shop five times as long.',
})
const createdAtField = defineString('ORDERS_CREATED_AT_FIELD', {
  default: 'timestamp',
  description: 'When an order was placed.',
})
const changedAtField = defineString('ORDERS_CHANGED_AT_FIELD', {
  default: 'timestamp',
  description: 'When an order changed last.',
})
const fieldMap = defineString('ORDERS_FIELD_MAP', {
  default: '{}',
  description: 'JSON: other names of the order fields.',
})
const statusMap = defineString('ORDERS_STATUS_MAP', {
  default: '{}',
  description: 'JSON: other words for the statuses.',
})
const defaultCurrency = defineString('DEFAULT_CURRENCY', {
  default: 'USD',
  description: 'Currency of orders without one.',
})
const timeZone = defineString('TIME_ZONE', {
  default: 'UTC',
  description: 'The shop’s time zone, like Pacific/Auckland.',
})
const lookbackSeconds = defineInt('LOOKBACK_SECONDS', {
  default: 300,
  description: 'How late a commit may become visible.',
})
const everyMinutes = defineInt('SYNC_EVERY_MINUTES', { default: 15, description: 'The interval of the scheduler job.' })
const adaptiveMinutes = defineString(adaptiveParams.range, {
  default: '',
  description: 'Empty, or like 5-60: the interval follows the changes.',
})
const adaptiveQuietHours = defineString(adaptiveParams.quiet, {
  default: '',
  description: 'Empty, or like 22:00-06:00 in the time zone of the job.',
})
const fullRunEveryHours = defineInt('FULL_RUN_EVERY_HOURS', {
  default: 0,
  description: '0: 24 or 168, as updates are seen.',
})
const deleteCapPercent = defineInt('DELETE_CAP_PERCENT', {
  default: 5,
  description: 'Share of the cache a full run may delete.',
})
const journalDays = defineInt('JOURNAL_DAYS', {
  default: defaultJournalDays,
  description: 'How long runs and what they replaced are kept.',
})
const readCacheSeconds = defineInt('READ_CACHE_SECONDS', {
  default: 5,
  description: 'How long a page may go unasked.',
})
const revalidateAfterMinutes = defineInt('REVALIDATE_AFTER_MINUTES', {
  default: -1,
  description: 'Age at which a page asks for a run; -1: 1.5 intervals, 0: never.',
})
const readMemoryMb = defineInt('READ_MEMORY_MB', { default: 400, description: 'Memory for decoded orders.' })
const readRowLimit = defineInt('READ_ROW_LIMIT', {
  default: 2_000_000,
  description: 'Orders that one request may go through.',
})
const schedulerAccounts = defineString('SCHEDULER_SERVICE_ACCOUNTS', {
  default: '',
  description: 'Comma-separated e-mails.',
})
const oidcAudiences = defineString('OIDC_AUDIENCES', {
  default: '',
  description: 'Comma-separated audiences of OIDC tokens.',
})

const operatingSeasons = defineBoolean(seasonsParam, {
  default: false,
  description: 'Whether admins keep the operating seasons of the shop in Tidemark.',
})

const tiktokShopAppKey = defineString(tiktokShopParams.appKey, {
  default: '',
  description: 'The key of your TikTok Shop app; empty: that source is off.',
})
const tiktokShopIds = defineString(tiktokShopParams.shops, {
  default: '',
  description: 'Comma-separated ids of the TikTok shops that are copied.',
})
const tiktokShopAuthUrl = defineString(tiktokShopParams.authUrl, {
  default: 'https://auth.tiktok-shops.com',
  description: 'Where TikTok Shop gives tokens.',
})
const tiktokShopApiUrl = defineString(tiktokShopParams.apiUrl, {
  default: 'https://open-api.tiktokglobalshop.com',
  description: 'Where TikTok Shop’s API is.',
})

const tiktokShopCalls = defineInt(tiktokShopParams.callsAtOnce, {
  default: 5,
  description: 'Calls of one TikTok shop that may be under way at once.',
})
const tiktokShopWebhooks = defineBoolean(tiktokShopParams.webhooks, {
  default: false,
  description: 'Whether the webhooks of your TikTok Shop app are sent to the function "webhooks".',
})
const tiktokShopPerformance = defineString(tiktokShopParams.performanceSince, {
  default: '',
  description: 'Empty, or the first day whose performance of each TikTok shop is copied, like 2025-01-31.',
})
const tiktokShopStatusMap = defineString(tiktokShopParams.statusMap, {
  default: '{}',
  description: 'Canonical statuses for words of TikTok Shop that are unknown, as JSON: {"IN_CUSTOMS":"shipped"}.',
})

const squareMerchants = defineString(squareParams.merchants, {
  default: '',
  description: 'Comma-separated ids of the Square merchants that are copied; empty, and no app: that source is off.',
})
const squareAppId = defineString(squareParams.appId, {
  default: '',
  description: 'The id of your Square app; empty: an access token of the merchant’s own is used.',
})
const squareApiUrl = defineString(squareParams.apiUrl, {
  default: 'https://connect.squareup.com',
  description: 'Where Square’s API is.',
})
const squareCalls = defineInt(squareParams.callsAtOnce, {
  default: 5,
  description: 'Calls of one Square merchant that may be under way at once.',
})
const squareWebhookUrl = defineString(squareParams.webhookUrl, {
  default: '',
  description:
    'Empty, or the address that your Square webhook subscription has, which leads to the function "webhooks".',
})
const squareStatusMap = defineString(squareParams.statusMap, {
  default: '{}',
  description: 'Canonical statuses for states of Square that are unknown, as JSON: {"PARKED":"on_hold"}.',
})

/*
 * A secret that is defined has to be there when it is deployed. The deploy tool hands the params that are set to the process that loads
 * this file (and so does each function's own environment), so a source that is off asks for none.
 */
const isSet = (param: Param): boolean => textOf(process.env, param).trim() !== ''
const isTikTokShopOn = isSet(tiktokShopAppKey)
const isSquareAppOn = isSet(squareAppId)
const tiktokShopAppSecret = isTikTokShopOn ? [defineSecret(secretNames.tiktokShopApp)] : []

/** True, or an expression that is true, where a deploy leaves out the trigger of the change feed. As above, this file is loaded with the params that are set. */
export const isFeedOmitted = textOf(process.env, ordersCollection).trim() === '' ? true : changeFeed.equals(false)

/** The secrets that check the signatures of notifications. */
export const webhookSecrets: SecretParam[] = [
  ...tiktokShopAppSecret,
  ...(isSet(squareWebhookUrl) ? [defineSecret(squareSecretNames.webhookKey)] : []),
]
/** The secrets that functions need to read accounts at vendors. */
export const sourceSecrets: SecretParam[] = [
  ...tiktokShopAppSecret,
  ...(isSquareAppOn ? [defineSecret(squareSecretNames.appSecret)] : []),
  ...(isSet(squareMerchants) && !isSquareAppOn ? [defineSecret(squareSecretNames.accessToken)] : []),
  ...(isTikTokShopOn || isSquareAppOn ? [defineSecret(secretNames.connectionKey)] : []),
]

/** The members of a param's definition that reading it needs. */
interface Param {
  readonly name: string
  readonly options: { readonly default?: unknown }
}

/** The texts in which the params are read: the functions' environment, or what a deploy will make of it. */
export type ParamTexts = Readonly<Record<string, string | undefined>>

/** The settings after parsing, in the units that the code uses. */
export interface Config {
  /** Null: the source is off. */
  readonly firestoreSource: FirestoreSourceConfig | null
  /** Null: the source is off. */
  readonly tiktokShop: TikTokShopConfig | null
  readonly square: SquareConfig | null
  /** Whether the shop keeps its operating seasons here. */
  readonly operatingSeasons: boolean
  readonly requestDelayMs: number
  readonly lookbackMs: number
  readonly everyMinutes: number
  /** Whose days the figures, filters and files of the shop go by, by its IANA name. */
  readonly timeZone: string
  /** Null: the interval is fixed. */
  readonly adaptiveSchedule: AdaptiveSettings | null
  /** Null: as the source sees updates or not. */
  readonly fullRunEveryMs: number | null
  readonly deleteCapPercent: number
  readonly journalMs: number
  readonly reader: ReaderSettings
  /** A page of a cache that is older than this asks for a run; null: never. */
  readonly revalidateAfterMs: number | null
}

/** The machines that may call. Lists of texts: there is nothing in them that cannot be read. */
export interface AccessParams {
  readonly schedulerAccounts: readonly string[]
  readonly oidcAudiences: readonly string[]
}

/** The service accounts and audiences of machines that call, with the project's usual ones where none are set. */
export function readAccessParams(texts: ParamTexts, projectId: string, region: string): AccessParams {
  const accounts = listOf(textOf(texts, schedulerAccounts))
  const audiences = listOf(textOf(texts, oidcAudiences))
  const names = ['syncOrders', 'resyncOrders', 'syncStatus']
  return {
    schedulerAccounts: accounts.length > 0 ? accounts : [`tidemark-scheduler@${projectId}.iam.gserviceaccount.com`],
    oidcAudiences:
      audiences.length > 0
        ? audiences
        : names.map((name) => `https://${region}-${projectId}.cloudfunctions.net/${name}`),
  }
}

/** The handlers of the notifications of the sources that are on; of one whose secret is not there none, and nobody gets in. */
export function readWebhookHandlers(texts: ParamTexts): readonly WebhookHandler[] {
  const [appKey, appSecret] = [textOf(texts, tiktokShopAppKey).trim(), texts[secretNames.tiktokShopApp] ?? '']
  const [url, key] = [textOf(texts, squareWebhookUrl).trim(), texts[squareSecretNames.webhookKey] ?? '']
  return [
    ...(appKey === '' || appSecret === '' ? [] : [createTikTokShopWebhook({ appKey, appSecret })]),
    ...(url === '' || key === '' ? [] : [createSquareWebhook({ key, url })]),
  ]
}

/** The settings that `texts` hold; throws a SettingError that names the param to correct. */
export function readConfig(texts: ParamTexts): Config {
  const interval = within(texts, everyMinutes, 1, 1_440)
  return {
    ...readSources(texts),
    operatingSeasons: isOn(texts, operatingSeasons),
    requestDelayMs: within(texts, runDelaySeconds, 1, 60) * 1000,
    lookbackMs: within(texts, lookbackSeconds, 0, 86_400) * 1000,
    everyMinutes: interval,
    timeZone: knownTimeZone(texts),
    adaptiveSchedule: readAdaptiveSettings(textOf(texts, adaptiveMinutes), textOf(texts, adaptiveQuietHours)),
    fullRunEveryMs: within(texts, fullRunEveryHours, 0, 8_760) * 3_600_000 || null,
    deleteCapPercent: within(texts, deleteCapPercent, 0, 100),
    // A full run goes by what its own tasks journaled: that must not expire meanwhile.
    journalMs: within(texts, journalDays, 7, 3_650) * 86_400_000,
    revalidateAfterMs: revalidateAfterMs(within(texts, revalidateAfterMinutes, -1, 10_080), interval),
    reader: {
      // Firestore answers for past moments up to an hour back, and a head's segments are read at its own.
      headTtlMs: within(texts, readCacheSeconds, 0, 1_800) * 1000,
      memoryBytes: within(texts, readMemoryMb, 10, 30_000) * 1_000_000,
      rowLimit: within(texts, readRowLimit, 1_000, 100_000_000),
    },
  }
}

/** The sources that are on. Throws a SettingError where none is: there would be nothing to copy. */
function readSources(texts: ParamTexts): Pick<Config, 'firestoreSource' | 'tiktokShop' | 'square'> {
  const [firestoreSource, tiktokShop, square] = [
    readFirestoreSource(texts),
    readTikTokShop(texts),
    readSquare(texts),
  ] as const
  const accounts = (tiktokShop?.shops.length ?? 0) + (square?.merchants.length ?? 0)
  if (firestoreSource !== null || accounts > 0) return { firestoreSource, tiktokShop, square }
  throw new SettingError(
    ordersCollection.name,
    `is empty, and no other source is on: name the collection of the orders, set ${tiktokShopParams.appKey} and ${tiktokShopParams.shops}, or set ${squareParams.merchants}`,
  )
}

function readFirestoreSource(texts: ParamTexts): FirestoreSourceConfig | null {
  const collection = textOf(texts, ordersCollection).trim()
  if (collection === '') return null
  return readFirestoreSourceConfig({
    collection,
    createdAtField: textOf(texts, createdAtField),
    changedAtField: textOf(texts, changedAtField),
    defaultCurrency: textOf(texts, defaultCurrency),
    fieldMap: jsonObject(texts, fieldMap, '{"orderId":"number"}'),
    // The schema refuses what is no status.
    statusMap: jsonObject(texts, statusMap, '{"en route":"shipped"}') as FirestoreSourceConfig['statusMap'],
    changeFeed: isOn(texts, changeFeed),
  })
}

/** The settings of TikTok Shop; null where that source is off. Throws a SettingError that names the param to correct. */
export function readTikTokShop(texts: ParamTexts): TikTokShopConfig | null {
  return readTikTokShopConfig({
    appKey: textOf(texts, tiktokShopAppKey).trim(),
    shops: listOf(textOf(texts, tiktokShopIds)),
    authUrl: textOf(texts, tiktokShopAuthUrl),
    apiUrl: textOf(texts, tiktokShopApiUrl),
    callsAtOnce: within(texts, tiktokShopCalls, 1, 20),
    webhooks: isOn(texts, tiktokShopWebhooks),
    performanceSince: textOf(texts, tiktokShopPerformance).trim() || null,
    statusMap: jsonObject(texts, tiktokShopStatusMap, '{"IN_CUSTOMS":"shipped"}'),
  })
}

/** The settings of Square; null where that source is off. Throws a SettingError that names the param to correct. */
export function readSquare(texts: ParamTexts): SquareConfig | null {
  return readSquareConfig({
    merchants: listOf(textOf(texts, squareMerchants)),
    appId: textOf(texts, squareAppId).trim() || null,
    apiUrl: textOf(texts, squareApiUrl),
    callsAtOnce: within(texts, squareCalls, 1, 20),
    statusMap: jsonObject(texts, squareStatusMap, '{"PARKED":"on_hold"}'),
    webhookUrl: textOf(texts, squareWebhookUrl).trim() || null,
  })
}

function textOf(texts: ParamTexts, param: Param): string {
  // Ours are texts, numbers and booleans; an expression would be the deploy's to resolve.
  return texts[param.name] ?? z.coerce.string().parse(param.options.default)
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)
}

/** Returns the age of a cache from which a page asks for a run; null: never. By default a scheduled run has certainly been missed. */
function revalidateAfterMs(after: number, intervalMinutes: number): number | null {
  return (after === -1 ? 1.5 * intervalMinutes : after) * 60_000 || null
}

function within(texts: ParamTexts, param: Param, min: number, max: number): number {
  const text = textOf(texts, param).trim()
  const value = Number(text)
  if (/^-?\d+$/.test(text) && value >= min && value <= max) return value
  throw new SettingError(param.name, `must be a whole number from ${min} to ${max}`)
}

function knownTimeZone(texts: ParamTexts): string {
  const name = textOf(texts, timeZone).trim()
  if (isTimeZone(name)) return name
  throw new SettingError(timeZone.name, 'must be an IANA time zone like Pacific/Auckland, or UTC')
}

function isOn(texts: ParamTexts, param: Param): boolean {
  const text = textOf(texts, param).trim()
  if (text === 'true' || text === 'false') return text === 'true'
  throw new SettingError(param.name, 'must be true or false')
}

function jsonObject(texts: ParamTexts, param: Param, example: string): Record<string, string> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(textOf(texts, param)))
  } catch {
    throw new SettingError(
      param.name,
      `must be a JSON object of strings. In a .env file put it in single quotes, like ${param.name}='${example}': ` +
        'without them it ends at a "#"',
    )
  }
}
