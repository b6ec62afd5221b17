import type { Firestore } from '../lib/firestore/firestore.ts'
import { pipelineOf, type Pipeline } from '../model/pipeline.ts'
import type { ReportFeed } from '../model/source.ts'
import { orderStream } from '../streams/orders/stream.ts'
import type { FirestoreSourceConfig } from './firestore/config.ts'
import { createFirestoreSource } from './firestore/source.ts'

export interface SourceConfigs {
  readonly firestoreSource: FirestoreSourceConfig
}

/** Gives what was reported of a pipeline's records, of one identity. */
export type FeedOf = (pipeline: string, identity: string) => ReportFeed

/** Every pipeline that this deployment copies: a source is added by a folder and a line here. */
export function createPipelines(db: Firestore, configs: SourceConfigs, feedOf: FeedOf): readonly Pipeline[] {
  const orders = createFirestoreSource(db, configs.firestoreSource, (identity) => feedOf('firestore.orders', identity))
  return [pipelineOf(orders, orderStream)]
}
