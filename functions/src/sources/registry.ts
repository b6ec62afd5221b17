import type { Firestore } from '../lib/firestore/firestore.ts'
import { pipelineOf, type Pipeline } from '../model/pipeline.ts'
import { orderStream } from '../streams/orders/stream.ts'
import type { FirestoreSourceConfig } from './firestore/config.ts'
import { createFirestoreSource } from './firestore/source.ts'
import type { TikTokShopConfig } from './tiktokShop/config.ts'
import { tiktokShopPipelines, type ShopSurroundings } from './tiktokShop/pipelines.ts'

/** The settings of each source; null where it is off. */
export interface SourceConfigs {
  readonly firestoreSource: FirestoreSourceConfig | null
  readonly tiktokShop: TikTokShopConfig | null
}

/** The surroundings that sources need. */
export interface SourceSurroundings extends ShopSurroundings {
  readonly db: Firestore
}

/** Every pipeline that this deployment copies: a source is added by a folder and a line here. */
export function createPipelines(configs: SourceConfigs, outside: SourceSurroundings): readonly Pipeline[] {
  return [
    ...(configs.firestoreSource === null ? [] : [orderCollection(configs.firestoreSource, outside)]),
    ...(configs.tiktokShop === null ? [] : tiktokShopPipelines(configs.tiktokShop, outside)),
  ]
}

function orderCollection(config: FirestoreSourceConfig, { db, feedOf }: SourceSurroundings): Pipeline {
  const orders = createFirestoreSource(db, config, (identity) => feedOf('firestore.orders', identity))
  return pipelineOf(orders, orderStream)
}
