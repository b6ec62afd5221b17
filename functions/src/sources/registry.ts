import type { Firestore } from '../lib/firestore.ts'
import type { Source } from '../model/source.ts'
import type { FirestoreSourceConfig } from './firestore/config.ts'
import { createFirestoreSource } from './firestore/source.ts'

export interface SourceConfigs {
  readonly firestoreSource: FirestoreSourceConfig
}

/** Every source that this deployment reads from: a source is added by a folder and a line here. */
export function createSources(db: Firestore, configs: SourceConfigs): readonly Source[] {
  return [createFirestoreSource(db, configs.firestoreSource)]
}
