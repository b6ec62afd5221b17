import { isTimeZone } from './contract/timeZone.ts'
import { SettingError } from './lib/errors.ts'
import type { WebhookHandler } from './model/webhook.ts'
import * as params from './params.ts'
import { isOn, jsonObject, listOf, textOf, within, type ParamTexts } from './paramTexts.ts'
import type { ReaderSettings } from './query/store/reader.ts'
import { readSettingsFile, type SettingsFile } from './settingsFile.ts'
import { assertNoneMoved, assertSaidOnce } from './settingsMoved.ts'
import { readFirestoreSourceConfig, type FirestoreSourceConfig } from './sources/firestore/config.ts'
import type { RecordSourceConfig } from './sources/firestore/records/config.ts'
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
import { listNamesOf } from './streams/registry.ts'
import { readAdaptiveSettings, type AdaptiveSettings } from './sync/schedule/settings.ts'

/** The settings after parsing, in the units that the code uses. */
export interface Config {
  /** Null: the source is off. */
  readonly firestoreSource: FirestoreSourceConfig | null
  /** The other collections of the shop. */
  readonly recordSources: readonly RecordSourceConfig[]
  /** Null: the source is off. */
  readonly tiktokShop: TikTokShopConfig | null
  readonly square: SquareConfig | null
  /** True where the shop keeps its operating seasons here. */
  readonly operatingSeasons: boolean
  readonly requestDelayMs: number
  readonly lookbackMs: number
  readonly everyMinutes: number
  /** The IANA name of the time zone whose days the shop's figures, filters and files go by. */
  readonly timeZone: string
  /** Null: the interval is fixed. */
  readonly adaptiveSchedule: AdaptiveSettings | null
  /** The time between two full runs; null where it depends on whether the source shows updates. */
  readonly fullRunEveryMs: number | null
  readonly deleteCapPercent: number
  readonly journalMs: number
  readonly reader: ReaderSettings
  /** A page of a cache that is older than this asks for a run; null: never. */
  readonly revalidateAfterMs: number | null
}

/** The machines that may call, as lists of texts: no text is one that cannot be read. */
export interface AccessParams {
  readonly schedulerAccounts: readonly string[]
  readonly oidcAudiences: readonly string[]
}

/** The service accounts and audiences of machines that call, with the project's usual ones where none are set. */
export function readAccessParams(texts: ParamTexts, projectId: string, region: string): AccessParams {
  const accounts = listOf(textOf(texts, params.schedulerAccounts))
  const audiences = listOf(textOf(texts, params.oidcAudiences))
  const names = ['syncOrders', 'resyncOrders', 'syncStatus']
  return {
    schedulerAccounts: accounts.length > 0 ? accounts : [`tidemark-scheduler@${projectId}.iam.gserviceaccount.com`],
    oidcAudiences:
      audiences.length > 0
        ? audiences
        : names.map((name) => `https://${region}-${projectId}.cloudfunctions.net/${name}`),
  }
}

/** The handlers of notifications, for the sources that are on. A source whose secret is missing has none, so that nobody gets in. */
export function readWebhookHandlers(texts: ParamTexts): readonly WebhookHandler[] {
  const [appKey, appSecret] = [textOf(texts, params.tiktokShopAppKey).trim(), texts[secretNames.tiktokShopApp] ?? '']
  const [url, key] = [textOf(texts, params.squareWebhookUrl).trim(), texts[squareSecretNames.webhookKey] ?? '']
  return [
    ...(appKey === '' || appSecret === '' ? [] : [createTikTokShopWebhook({ appKey, appSecret })]),
    ...(url === '' || key === '' ? [] : [createSquareWebhook({ key, url })]),
  ]
}

/** The settings that `texts` hold; throws a SettingError that names the param to correct. */
export function readConfig(texts: ParamTexts, file: SettingsFile = readSettingsFile(texts)): Config {
  assertNoneMoved(texts)
  const interval = within(texts, params.everyMinutes, 1, 1_440)
  const sources = readSources(texts, file)
  return {
    ...sources,
    recordSources: readRecordSources(texts, file, sources),
    operatingSeasons: isOn(texts, params.operatingSeasons),
    requestDelayMs: within(texts, params.runDelaySeconds, 1, 60) * 1000,
    lookbackMs: within(texts, params.lookbackSeconds, 0, 86_400) * 1000,
    everyMinutes: interval,
    timeZone: knownTimeZone(texts),
    adaptiveSchedule: readAdaptiveSettings(
      textOf(texts, params.adaptiveMinutes),
      textOf(texts, params.adaptiveQuietHours),
    ),
    fullRunEveryMs: within(texts, params.fullRunEveryHours, 0, 8_760) * 3_600_000 || null,
    deleteCapPercent: within(texts, params.deleteCapPercent, 0, 100),
    // A full run goes by what its own tasks journaled: that must not expire meanwhile.
    journalMs: within(texts, params.journalDays, 7, 3_650) * 86_400_000,
    revalidateAfterMs: revalidateAfterMs(within(texts, params.revalidateAfterMinutes, -1, 10_080), interval),
    reader: {
      // Firestore answers for past moments up to an hour back, and a head's segments are read at its own.
      headTtlMs: within(texts, params.readCacheSeconds, 0, 1_800) * 1000,
      memoryBytes: within(texts, params.readMemoryMb, 10, 30_000) * 1_000_000,
      rowLimit: within(texts, params.readRowLimit, 1_000, 100_000_000),
    },
  }
}

/** The sources that are on. Throws a SettingError where none is: there would be nothing to copy. */
function readSources(texts: ParamTexts, file: SettingsFile): Pick<Config, 'firestoreSource' | 'tiktokShop' | 'square'> {
  const [firestoreSource, tiktokShop, square] = [
    readFirestoreSource(texts, file),
    readTikTokShop(texts),
    readSquare(texts),
  ] as const
  const accounts = (tiktokShop?.shops.length ?? 0) + (square?.merchants.length ?? 0)
  if (firestoreSource !== null || accounts > 0) return { firestoreSource, tiktokShop, square }
  throw new SettingError(
    params.ordersCollection.name,
    `is empty, and no other source is on: name the collection of the orders, set ${tiktokShopParams.appKey} and ${tiktokShopParams.shops}, or set ${squareParams.merchants}`,
  )
}

function readFirestoreSource(texts: ParamTexts, { orders }: SettingsFile): FirestoreSourceConfig | null {
  assertSaidOnce(texts, orders)
  const collection = orders.collection ?? textOf(texts, params.ordersCollection).trim()
  if (collection === '') return null
  return readFirestoreSourceConfig({
    collection,
    createdAtField: textOf(texts, params.createdAtField),
    changedAtField: textOf(texts, params.changedAtField),
    defaultCurrency: textOf(texts, params.defaultCurrency),
    orders,
    changeFeed: isOn(texts, params.changeFeed),
  })
}

/** The shop's other collections. Throws a SettingError where the name of one is a stream's that another source brings, too. */
function readRecordSources(
  texts: ParamTexts,
  { streams, orders: { money } }: SettingsFile,
  { tiktokShop, square }: Pick<Config, 'tiktokShop' | 'square'>,
): RecordSourceConfig[] {
  const vendors = ([tiktokShop && 'tiktokShop', square && 'square'] as const).filter((vendor) => vendor !== null)
  return Object.entries(streams).map(([name, settings]) => {
    const vendor = vendors.find((one) => listNamesOf(one).includes(name))
    if (vendor !== undefined)
      throw new SettingError(
        `streams.${name} in functions/tidemark.json`,
        `is the name of a stream that the source ${vendor} brings: choose another, like own${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      )
    return { name, settings, money, changeFeed: settings.changeFeed && isOn(texts, params.changeFeed) }
  })
}

/** The settings of TikTok Shop; null where that source is off. Throws a SettingError that names the param to correct. */
export function readTikTokShop(texts: ParamTexts): TikTokShopConfig | null {
  return readTikTokShopConfig({
    appKey: textOf(texts, params.tiktokShopAppKey).trim(),
    shops: listOf(textOf(texts, params.tiktokShopIds)),
    authUrl: textOf(texts, params.tiktokShopAuthUrl),
    apiUrl: textOf(texts, params.tiktokShopApiUrl),
    callsAtOnce: within(texts, params.tiktokShopCalls, 1, 20),
    webhooks: isOn(texts, params.tiktokShopWebhooks),
    performanceSince: textOf(texts, params.tiktokShopPerformance).trim() || null,
    statusMap: jsonObject(texts, params.tiktokShopStatusMap, '{"IN_CUSTOMS":"shipped"}'),
  })
}

/** The settings of Square; null where that source is off. Throws a SettingError that names the param to correct. */
export function readSquare(texts: ParamTexts): SquareConfig | null {
  return readSquareConfig({
    merchants: listOf(textOf(texts, params.squareMerchants)),
    appId: textOf(texts, params.squareAppId).trim() || null,
    apiUrl: textOf(texts, params.squareApiUrl),
    callsAtOnce: within(texts, params.squareCalls, 1, 20),
    statusMap: jsonObject(texts, params.squareStatusMap, '{"PARKED":"on_hold"}'),
    webhookUrl: textOf(texts, params.squareWebhookUrl).trim() || null,
  })
}

function knownTimeZone(texts: ParamTexts): string {
  const name = textOf(texts, params.timeZone).trim()
  if (isTimeZone(name)) return name
  throw new SettingError(params.timeZone.name, 'must be an IANA time zone like Pacific/Auckland, or UTC')
}

/** Returns the age of a cache from which a page asks for a run; null: never. By default a scheduled run has certainly been missed. */
function revalidateAfterMs(after: number, intervalMinutes: number): number | null {
  return (after === -1 ? 1.5 * intervalMinutes : after) * 60_000 || null
}
