import { defineBoolean, defineInt, defineSecret, defineString, expr, type SecretParam } from 'firebase-functions/params'

import { defaultJournalDays } from './cache/journal.ts'
import { SettingError } from './lib/errors.ts'
import { textOf, type Param } from './paramTexts.ts'
import { seasonsParam } from './sources/operatingSeasons/document.ts'
import { secretNames as squareSecretNames, squareParams } from './sources/square/config.ts'
import { secretNames, tiktokShopParams } from './sources/tiktokShop/config.ts'
import { noSettingsFile, readSettingsFile, type SettingsFile } from './settingsFile.ts'
import { adaptiveParams } from './sync/schedule/settings.ts'

/*
 * The params that a shop can set, in functions/.env or functions/.env.PROJECT. Every param has a default, so that a deploy asks nothing.
 * docs/operations.md lists them.
 */

/*
 * The settings in functions/tidemark.json are read here too, because a deploy loads this module to learn where triggers listen. A mistake
 * in the JSON file stops a deploy. Where the functions were deployed all the same, every call of one tells of the mistake (`config.ts`).
 */
const settingsFile = orDefaults(() => readSettingsFile(process.env))

function orDefaults(read: () => SettingsFile): SettingsFile {
  try {
    return read()
  } catch (error) {
    if (error instanceof SettingError) return noSettingsFile
    throw error
  }
}

/** The place of the functions, and the database that they read and write. A deploy takes both from the file, as it is then. */
export const { region, database } = settingsFile

export const ordersCollection = defineString('ORDERS_COLLECTION', {
  default: 'orders',
  description: 'Where the shop keeps its orders; empty: it keeps none in Firestore.',
})
/** The documents whose writes the change feed reports. */
export const ordersPath =
  settingsFile.orders.collection === undefined
    ? expr`${ordersCollection}/{orderId}`
    : `${settingsFile.orders.collection}/{orderId}`
export const changeFeed = defineBoolean('CHANGE_FEED', {
  default: true,
  description: 'Report each write of an order, and copy it within seconds.',
})
/** The other collections whose writes are reported: the names of their streams, and their documents. */
export const recordFeeds = Object.entries(settingsFile.streams)
  .filter(([, stream]) => stream.changeFeed)
  .map(([name, { collection }]) => ({ name, document: `${collection}/{recordId}` }))
export const runDelaySeconds = defineInt('RUN_DELAY_SECONDS', {
  default: 3,
  description: 'The first changes after a quiet time are gathered for so long; in a busy shop five times as long.',
})
export const createdAtField = defineString('ORDERS_CREATED_AT_FIELD', {
  default: 'timestamp',
  description: 'When an order was placed.',
})
export const changedAtField = defineString('ORDERS_CHANGED_AT_FIELD', {
  default: 'timestamp',
  description: 'When an order changed last.',
})
export const defaultCurrency = defineString('DEFAULT_CURRENCY', {
  default: 'USD',
  description: 'Currency of orders without one.',
})
export const timeZone = defineString('TIME_ZONE', {
  default: 'UTC',
  description: 'The shop’s time zone, like Pacific/Auckland.',
})
export const lookbackSeconds = defineInt('LOOKBACK_SECONDS', {
  default: 300,
  description: 'How late a commit may become visible.',
})
export const everyMinutes = defineInt('SYNC_EVERY_MINUTES', {
  default: 15,
  description: 'The interval of the scheduler job.',
})
export const adaptiveMinutes = defineString(adaptiveParams.range, {
  default: '',
  description: 'Empty, or like 5-60: the interval follows the changes.',
})
export const adaptiveQuietHours = defineString(adaptiveParams.quiet, {
  default: '',
  description: 'Empty, or like 22:00-06:00 in the time zone of the job.',
})
export const fullRunEveryHours = defineInt('FULL_RUN_EVERY_HOURS', {
  default: 0,
  description: '0: 24 or 168, as updates are seen.',
})
export const deleteCapPercent = defineInt('DELETE_CAP_PERCENT', {
  default: 5,
  description: 'Share of the cache a full run may delete.',
})
export const journalDays = defineInt('JOURNAL_DAYS', {
  default: defaultJournalDays,
  description: 'How long runs and what they replaced are kept.',
})
export const readCacheSeconds = defineInt('READ_CACHE_SECONDS', {
  default: 5,
  description: 'How long a page may go unasked.',
})
export const revalidateAfterMinutes = defineInt('REVALIDATE_AFTER_MINUTES', {
  default: -1,
  description: 'Age at which a page asks for a run; -1: 1.5 intervals, 0: never.',
})
export const readMemoryMb = defineInt('READ_MEMORY_MB', { default: 400, description: 'Memory for decoded orders.' })
export const readRowLimit = defineInt('READ_ROW_LIMIT', {
  default: 2_000_000,
  description: 'Orders that one request may go through.',
})
export const schedulerAccounts = defineString('SCHEDULER_SERVICE_ACCOUNTS', {
  default: '',
  description: 'Comma-separated e-mails.',
})
export const oidcAudiences = defineString('OIDC_AUDIENCES', {
  default: '',
  description: 'Comma-separated audiences of OIDC tokens.',
})

export const operatingSeasons = defineBoolean(seasonsParam, {
  default: false,
  description: 'Whether admins keep the operating seasons of the shop in Tidemark.',
})

export const tiktokShopAppKey = defineString(tiktokShopParams.appKey, {
  default: '',
  description: 'The key of your TikTok Shop app; empty: that source is off.',
})
export const tiktokShopIds = defineString(tiktokShopParams.shops, {
  default: '',
  description: 'Comma-separated ids of the TikTok shops that are copied.',
})
export const tiktokShopAuthUrl = defineString(tiktokShopParams.authUrl, {
  default: 'https://auth.tiktok-shops.com',
  description: 'Where TikTok Shop gives tokens.',
})
export const tiktokShopApiUrl = defineString(tiktokShopParams.apiUrl, {
  default: 'https://open-api.tiktokglobalshop.com',
  description: 'Where TikTok Shop’s API is.',
})

export const tiktokShopCalls = defineInt(tiktokShopParams.callsAtOnce, {
  default: 5,
  description: 'Calls of one TikTok shop that may be under way at once.',
})
export const tiktokShopWebhooks = defineBoolean(tiktokShopParams.webhooks, {
  default: false,
  description: 'Whether the webhooks of your TikTok Shop app are sent to the function "webhooks".',
})
export const tiktokShopPerformance = defineString(tiktokShopParams.performanceSince, {
  default: '',
  description: 'Empty, or the first day whose performance of each TikTok shop is copied, like 2025-01-31.',
})
export const tiktokShopStatusMap = defineString(tiktokShopParams.statusMap, {
  default: '{}',
  description: 'Canonical statuses for words of TikTok Shop that are unknown, as JSON: {"IN_CUSTOMS":"shipped"}.',
})

export const squareMerchants = defineString(squareParams.merchants, {
  default: '',
  description: 'Comma-separated ids of the Square merchants that are copied; empty, and no app: that source is off.',
})
export const squareAppId = defineString(squareParams.appId, {
  default: '',
  description: 'The id of your Square app; empty: an access token of the merchant’s own is used.',
})
export const squareApiUrl = defineString(squareParams.apiUrl, {
  default: 'https://connect.squareup.com',
  description: 'Where Square’s API is.',
})
export const squareCalls = defineInt(squareParams.callsAtOnce, {
  default: 5,
  description: 'Calls of one Square merchant that may be under way at once.',
})
export const squareWebhookUrl = defineString(squareParams.webhookUrl, {
  default: '',
  description:
    'Empty, or the address that your Square webhook subscription has, which leads to the function "webhooks".',
})
export const squareStatusMap = defineString(squareParams.statusMap, {
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

const hasOrders = settingsFile.orders.collection !== undefined || textOf(process.env, ordersCollection).trim() !== ''
/** True, or an expression that is true, where a deploy leaves out the trigger of the change feed. As above, this file is loaded with the params that are set. */
export const isFeedOmitted = hasOrders ? changeFeed.equals(false) : true

/** An expression that is true where a deploy leaves out the triggers of the other collections. */
export const areRecordFeedsOmitted = changeFeed.equals(false)

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
