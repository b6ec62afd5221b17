import type { Firestore } from '../functions/src/lib/firestore/firestore.ts'
import type { Pipeline } from '../functions/src/model/pipeline.ts'
import type { Stream } from '../functions/src/model/stream.ts'
import { recordStreamOf } from '../functions/src/sources/firestore/records/stream.ts'
import { firestorePipelines } from '../functions/src/sources/registry.ts'
import { withOwnColumns } from '../functions/src/streams/orders/ownColumns.ts'
import { orderStream } from '../functions/src/streams/orders/stream.ts'
import { streamOf } from '../functions/src/streams/registry.ts'
import { deployedConfig } from './deployedSettings.ts'

/** The stream of a pipeline by the settings that a deploy would have; undefined for an unknown pipeline. */
export function shopStreamOf(project: string, pipeline: string): Stream | undefined {
  const { firestoreSource, recordSources } = deployedConfig(project)
  const declared = recordSources.map(({ name, settings }) => recordStreamOf(name, settings))
  const stream = streamOf(pipeline, declared)
  return stream?.name === orderStream.name ? withOwnColumns(stream, firestoreSource?.orders.columns ?? []) : stream
}

/** The pipelines of the shop's own collections by the settings that a deploy would have, for commands that ask the source itself. */
export function shopPipelines(project: string, db: Firestore): readonly Pipeline[] {
  return firestorePipelines(deployedConfig(project), { db, feedOf: () => null })
}
