import type { Firestore } from '../lib/firestore/firestore.ts'
import type { TokenEndpoint, Vendor } from '../model/connection.ts'
import { pipelineOf, type Pipeline } from '../model/pipeline.ts'
import type { ReportFeed } from '../model/source.ts'
import { withOwnColumns } from '../streams/orders/ownColumns.ts'
import { orderStream } from '../streams/orders/stream.ts'
import { operatingSeasonStream } from '../streams/operatingSeasons/stream.ts'
import { derivedPipelines } from './derived/pipelines.ts'
import type { FirestoreSourceConfig } from './firestore/config.ts'
import { createOrderSource } from './firestore/orderSource.ts'
import type { RecordSourceConfig } from './firestore/records/config.ts'
import { recordPipelines } from './firestore/records/pipelines.ts'
import { createSeasonSource } from './operatingSeasons/source.ts'
import { secretNames as squareSecrets, type SquareConfig } from './square/config.ts'
import { squarePipelines } from './square/pipelines.ts'
import { createTokenClient as createSquareTokenClient } from './square/tokens.ts'
import { secretNames as tiktokShopSecrets, type TikTokShopConfig } from './tiktokShop/config.ts'
import { tiktokShopPipelines } from './tiktokShop/pipelines.ts'
import { tokenEndpoint as tiktokShopTokens } from './tiktokShop/tokens.ts'
import type { VendorSurroundings } from './vendor/surroundings.ts'

/** The pipeline of the shop's operating seasons. */
export const seasonPipeline = 'firestore.operatingSeasons'

/** The settings of each source; null where it is off. */
export interface SourceConfigs {
  readonly firestoreSource: FirestoreSourceConfig | null
  /** The other collections of the shop. */
  readonly recordSources: readonly RecordSourceConfig[]
  readonly tiktokShop: TikTokShopConfig | null
  readonly square: SquareConfig | null
  /** True where the shop keeps its operating seasons here. */
  readonly operatingSeasons: boolean
}

/** The surroundings that sources need. */
export interface SourceSurroundings extends VendorSurroundings {
  readonly db: Firestore
}

/** Every pipeline that this deployment copies: a source is added by a folder and a line here. */
export function createPipelines(configs: SourceConfigs, outside: SourceSurroundings): readonly Pipeline[] {
  const { db, feedOf } = outside
  const seasons = () => createSeasonSource(db, (identity) => feedOf(seasonPipeline, identity))
  const copied = withDeclaredColumns(configs, [
    ...collectionPipelines(configs, outside),
    ...(configs.operatingSeasons ? [pipelineOf(seasons(), operatingSeasonStream)] : []),
    ...(configs.tiktokShop === null ? [] : tiktokShopPipelines(configs.tiktokShop, outside)),
    ...(configs.square === null ? [] : squarePipelines(configs.square, outside)),
  ])
  return [...copied, ...derivedPipelines(copied, outside.clock.serverNow)]
}

/** The endpoints that renew the tokens of connected accounts, of the sources that are on. */
export function createTokenEndpoints(
  { tiktokShop, square }: Pick<SourceConfigs, 'tiktokShop' | 'square'>,
  { fetch, clock, secretOf }: Pick<VendorSurroundings, 'fetch' | 'secretOf'> & { readonly clock: { now(): number } },
): Readonly<Partial<Record<Vendor, TokenEndpoint>>> {
  const appSecret = (): string => secretOf(tiktokShopSecrets.tiktokShopApp)
  const appId = square?.appId ?? null
  return {
    ...(tiktokShop !== null && {
      tiktokShop: tiktokShopTokens(tiktokShop, { fetch, now: () => clock.now(), appSecret }),
    }),
    ...(square !== null &&
      appId !== null && {
        square: {
          refresh: (token) => {
            const app = { appId, appSecret: secretOf(squareSecrets.appSecret) }
            return createSquareTokenClient({ apiUrl: square.apiUrl, app, fetch }).refresh(token)
          },
        },
      }),
  }
}

/** The pipelines of the shop's own collections, for whoever asks them alone: its orders, and what it declares beside them. */
export function firestorePipelines(configs: FirestoreConfigs, outside: FirestoreSurroundings): Pipeline[] {
  return withDeclaredColumns(configs, collectionPipelines(configs, outside))
}

type FirestoreConfigs = Pick<SourceConfigs, 'firestoreSource' | 'recordSources'>
interface FirestoreSurroundings extends Pick<SourceSurroundings, 'db'> {
  readonly feedOf: (pipeline: string, identity: string) => ReportFeed | null
}

function collectionPipelines(
  { firestoreSource, recordSources }: FirestoreConfigs,
  outside: FirestoreSurroundings,
): Pipeline[] {
  return [
    ...(firestoreSource === null ? [] : [orderCollection(firestoreSource, outside)]),
    ...recordPipelines(recordSources, outside),
  ]
}

/** All orders stand in one list, whichever source they are of: all have the columns that the shop declares for its own. */
function withDeclaredColumns({ firestoreSource }: FirestoreConfigs, copied: readonly Pipeline[]): Pipeline[] {
  const columns = firestoreSource?.orders.columns ?? []
  return copied.map((pipeline) =>
    pipeline.stream.name === orderStream.name
      ? { ...pipeline, stream: withOwnColumns(pipeline.stream, columns) }
      : pipeline,
  )
}

function orderCollection(config: FirestoreSourceConfig, { db, feedOf }: FirestoreSurroundings): Pipeline {
  const orders = createOrderSource(db, config, (identity) => feedOf('firestore.orders', identity))
  return pipelineOf(orders, orderStream)
}
