import { createReportFeed } from '../cache/feed.ts'
import type { Firestore } from '../lib/firestore/firestore.ts'
import { dependentsOf, type Pipeline } from '../model/pipeline.ts'
import type { SyncContext } from './context.ts'

/** Returns the ties of a pipeline to others of its deployment: the feed of those that report to it, and those it reports to. */
export function linksOf(
  db: Firestore,
  pipeline: Pipeline,
  all: readonly Pipeline[],
): Pick<SyncContext, 'feed' | 'dependents'> {
  const { id, source, inputs } = pipeline
  const feed = source.feed ?? (inputs.length > 0 ? createReportFeed(db, id, source.identity) : null)
  return { feed, dependents: dependentsOf(pipeline, all) }
}
