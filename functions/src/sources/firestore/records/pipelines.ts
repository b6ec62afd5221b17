import type { Firestore } from '../../../lib/firestore/firestore.ts'
import { pipelineOf, type Pipeline } from '../../../model/pipeline.ts'
import type { ReportFeed } from '../../../model/source.ts'
import type { RecordSourceConfig } from './config.ts'
import { createRecordSource } from './source.ts'
import { recordStreamOf } from './stream.ts'

interface Outside {
  readonly db: Firestore
  readonly feedOf: (pipeline: string, identity: string) => ReportFeed | null
}

/** The pipelines of the collections that the shop declares as streams of its own. */
export function recordPipelines(configs: readonly RecordSourceConfig[], { db, feedOf }: Outside): Pipeline[] {
  return configs.map((config) => {
    const { name, settings } = config
    const source = createRecordSource(db, config, (identity) => feedOf(`firestore.${name}`, identity))
    return pipelineOf(source, recordStreamOf(name, settings))
  })
}
