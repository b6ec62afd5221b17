import type { Firestore } from '../lib/firestore/firestore.ts'
import { pipelineOf, type Pipeline } from '../model/pipeline.ts'
import { orderStream } from '../streams/orders/stream.ts'
import type { FirestoreSourceConfig } from './firestore/config.ts'
import { createFirestoreSource } from './firestore/source.ts'

export interface SourceConfigs {
  readonly firestoreSource: FirestoreSourceConfig
}

/** Every pipeline that this deployment copies: a source is added by a folder and a line here. */
export function createPipelines(db: Firestore, configs: SourceConfigs): readonly Pipeline[] {
  return [pipelineOf(createFirestoreSource(db, configs.firestoreSource), orderStream)]
}
