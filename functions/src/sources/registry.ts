import type { Firestore } from '../lib/firestore/firestore.ts'
import { pipelineOf, type Pipeline } from '../model/pipeline.ts'
import { orderStream } from '../streams/orders/stream.ts'
import { operatingSeasonStream } from '../streams/operatingSeasons/stream.ts'
import { missingRecordPipelines } from './derived/missingRecords.ts'
import type { FirestoreSourceConfig } from './firestore/config.ts'
import { createFirestoreSource } from './firestore/source.ts'
import { createSeasonSource } from './operatingSeasons/source.ts'
import type { TikTokShopConfig } from './tiktokShop/config.ts'
import { tiktokShopPipelines, type ShopSurroundings } from './tiktokShop/pipelines.ts'

/** The pipeline of the shop's operating seasons. */
export const seasonPipeline = 'firestore.operatingSeasons'

export interface SourceConfigs {
  readonly firestoreSource: FirestoreSourceConfig
  /** Null: the source is off. */
  readonly tiktokShop: TikTokShopConfig | null
  /** Whether the shop keeps its operating seasons here. */
  readonly operatingSeasons: boolean
}

/** The surroundings that sources need. */
export interface SourceSurroundings extends ShopSurroundings {
  readonly db: Firestore
}

/** Every pipeline that this deployment copies: a source is added by a folder and a line here. */
export function createPipelines(configs: SourceConfigs, outside: SourceSurroundings): readonly Pipeline[] {
  const { db, feedOf } = outside
  const orders = createFirestoreSource(db, configs.firestoreSource, (identity) => feedOf('firestore.orders', identity))
  const seasons = () => createSeasonSource(db, (identity) => feedOf(seasonPipeline, identity))
  const copied = [
    pipelineOf(orders, orderStream),
    ...(configs.operatingSeasons ? [pipelineOf(seasons(), operatingSeasonStream)] : []),
    ...(configs.tiktokShop === null ? [] : tiktokShopPipelines(configs.tiktokShop, outside)),
  ]
  return [...copied, ...missingRecordPipelines(copied, outside.clock.serverNow)]
}
