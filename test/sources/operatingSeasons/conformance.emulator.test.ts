import { afterAll, describe, expect, it } from 'vitest'

import { createReportFeed } from '../../../functions/src/cache/feed.ts'
import { Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { seasonCollections } from '../../../functions/src/sources/operatingSeasons/document.ts'
import { createSeasonSource } from '../../../functions/src/sources/operatingSeasons/source.ts'
import { seasonPipeline } from '../../../functions/src/sources/registry.ts'
import { operatingSeasonStream } from '../../../functions/src/streams/operatingSeasons/stream.ts'
import { databaseOf } from '../../harness/firestore.ts'
import { rulesOf, type MakeSubject } from '../conformance.ts'

const databases: ReturnType<typeof databaseOf>[] = []
afterAll(() => Promise.all(databases.map((db) => db.terminate())))

const make: MakeSubject = async () => {
  const db = databaseOf()
  databases.push(db)
  const seasons = db.collection(seasonCollections.seasons)
  return {
    source: createSeasonSource(db, (identity) => createReportFeed(db, seasonPipeline, identity)),
    stream: operatingSeasonStream,
    put: async (sourceId, changedAtMs, note = 'first') => {
      const days = { startsOn: '2026-05-01', endsOn: '2026-09-30' }
      const change = { updatedAt: Timestamp.fromMillis(changedAtMs), updatedBy: { uid: 'u', email: null } }
      await seasons.doc(sourceId).set({ name: 'Summer', ...days, locations: [], note, version: 1, ...change })
    },
    remove: async (sourceId) => {
      await seasons.doc(sourceId).delete()
    },
  }
}

describe('the collection of operating seasons', () => {
  it.each(Object.entries(rulesOf.ordered))('%s', async (_name, rule) => {
    expect.hasAssertions()
    await rule(make)
  })
})
