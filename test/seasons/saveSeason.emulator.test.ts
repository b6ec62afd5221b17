import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { SaveOperatingSeasonResponse } from '../../functions/src/contract/seasons.ts'
import { Timestamp, type Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { saveSeason } from '../../functions/src/seasons/saveSeason.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { syncPipeline } from '../../functions/src/sync/syncPipeline.ts'
import { Crash, dyingAt } from '../harness/crashes.ts'
import { processOn, type Faults } from '../harness/firestore.ts'
import { SeasonShop, summer, winter } from '../harness/seasonShop.ts'

/* Two who save at once, processes that die, and the run that copies what was saved. */

let shop: SeasonShop
beforeEach(async () => {
  shop = await SeasonShop.open()
})
afterEach(() => shop.stop())

const taken = (): Promise<void> => Promise.resolve()
const refused = (): Promise<void> => Promise.reject(new Error('The queue is away.'))
const ann = { uid: 'uid-of-ann', email: 'ann@example.com' }

describe('of two who save at once', () => {
  it.each(Array.from({ length: 3 }, (_, i) => i))('one changes a season, and the other hears of it (%d)', async () => {
    const { id } = await shop.save({ season: summer })
    const notes = ['by Ann', 'by Ben', 'by Cat']
    const answers = await Promise.all(
      notes.map((note) => shop.call({ id, version: 1, season: { ...summer, note } }, note.slice(3))),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2)
    const winner = notes[answers.findIndex(({ status }) => status === 200)]
    expect(await shop.stored()).toMatchObject([{ note: winner, version: 2 }])
    expect(await shop.auditOf(id)).toHaveLength(2)
  })

  it.each(Array.from({ length: 3 }, (_, i) => i))('one creates a season, and the other overlaps it (%d)', async () => {
    const names = ['Summer', 'High summer', 'Warm months']
    const answers = await Promise.all(names.map((name) => shop.call({ season: { ...summer, name } })))
    expect(answers.map(({ status }) => status === 200).filter(Boolean)).toHaveLength(1)
    expect(await shop.stored()).toHaveLength(1)
  })
})

/** Saves the summer as a process with these faults does. */
async function saveWith(faults: Faults, requestRun = taken): Promise<SaveOperatingSeasonResponse> {
  const { pipelines, clock, logger } = shop.server.deps
  const pipeline = pipelines.find(({ stream }) => stream.name === 'operatingSeasons')
  if (pipeline === undefined) throw new Error('Seasons are on here.')
  const db: Firestore = processOn(shop.db, faults).db
  return saveSeason({ db, clock, logger, pipeline, requestRun }, { kind: 'create', season: summer }, ann)
}

describe('a process that dies', () => {
  it('before the commit has written nothing', async () => {
    await expect(saveWith(dyingAt(1, 'before'))).rejects.toThrow(Crash)
    expect(await shop.stored()).toEqual([])
    expect((await shop.db.collectionGroup('operating_season_audit').get()).size).toBe(0)
  })

  it('behind it has written all of it: season, entry and report, which the next run reads', async () => {
    const first = await shop.save({ season: winter })
    await shop.runAsked()
    await expect(saveWith(dyingAt(1, 'after'))).rejects.toThrow(Crash)
    const seasons = await shop.db.collection('operating_seasons').get()
    const id = seasons.docs.map((season) => season.id).find((one) => one !== first.id) ?? ''
    expect(await shop.auditOf(id)).toMatchObject([{ version: 1, by: ann, after: summer }])
    expect(await shop.isReported(id)).toBe(true)
    await vi.waitFor(
      async () => {
        await syncPipeline(shop.context)
        expect((await shop.listed()).map(({ name }) => name)).toEqual(['Winter', 'Summer'])
      },
      { timeout: 20_000, interval: 500 },
    )
  })

  it('a run that cannot be asked for does not undo what was saved', async () => {
    expect((await saveWith({}, refused)).season).toMatchObject({ name: 'Summer', version: 1 })
  })
})

describe('the run that was asked for', () => {
  it('brings what was saved into the list, with what a form needs', async () => {
    const season = await shop.save({ season: { ...summer, locations: ['Harbour', 'Station'] } })
    expect(shop.server.runTasks.size).toBeGreaterThan(0)
    await shop.runAsked()
    expect(await shop.listed()).toEqual([
      {
        id: `firestore:${season.id}`,
        createdAt: '2026-05-01T00:00:00.000Z',
        name: 'Summer',
        startsOn: '2026-05-01',
        endsOn: '2026-09-30',
        locations: 'Harbour\nStation',
        note: 'Long evenings',
        seasonVersion: 1,
        changedAt: season.changedAt,
        changedBy: 'ann@example.com',
      },
    ])
    await shop.save({ id: season.id, version: 1, season: { ...summer, name: 'Long summer' } }, 'ben')
    await shop.runUntilListed(['Long summer'])
    expect(await shop.listed()).toMatchObject([
      { name: 'Long summer', locations: '', seasonVersion: 2, changedBy: 'ben@example.com' },
    ])
  })

  it('takes out every season that was removed, however few stay', async () => {
    const saved = [await shop.save({ season: summer }), await shop.save({ season: winter })]
    await shop.runAsked()
    expect(await shop.listed()).toHaveLength(2)
    for (const season of saved) await shop.remove(season)
    await shop.runUntilListed([])
    expect(await shop.openAlerts()).toEqual([])
  })

  it('a full run, too, takes out what nobody reported, and believes that there may be none', async () => {
    const saved = [await shop.save({ season: summer }), await shop.save({ season: winter })]
    await shop.runAsked()
    for (const { id } of saved) await shop.db.doc(`operating_seasons/${id}`).delete()
    await requestFullRun(shop.context)
    await shop.server.drain()
    expect(await shop.listed()).toEqual([])
    expect(await shop.openAlerts()).toEqual([])
  })

  it('costs at most six reads where there is nothing new', async () => {
    // Longer ago than the lookback, which is read again.
    const updatedAt = Timestamp.fromMillis(Date.now() - 3_600_000)
    await shop.db.doc('operating_seasons/before').set({ ...summer, version: 1, updatedAt, updatedBy: ann })
    await syncPipeline(shop.context)
    await shop.server.drain()
    expect(await shop.listed()).toHaveLength(1)
    await syncPipeline(shop.context)
    const before = { ...shop.counts }
    const { runs } = await syncPipeline(shop.context)
    expect(runs).toMatchObject([{ status: 'succeeded', fetched: 0 }])
    const [reads, writes] = [shop.counts.reads - before.reads, shop.counts.writes - before.writes]
    process.stdout.write(`a run of the seasons that finds nothing: ${reads} reads, ${writes} writes\n`)
    expect(reads).toBeLessThanOrEqual(6)
  })
})

it('a season that somebody wrote by hand is quarantined by its field', async () => {
  await shop.save({ season: summer })
  await shop.db.doc('operating_seasons/by-hand').set({ name: 'X', updatedAt: Timestamp.now() })
  await shop.runAsked()
  const { docs } = await shop.db.collection('sync_quarantine').get()
  expect(docs.map((one): unknown => one.get('reason'))).toEqual([expect.stringContaining('startsOn')])
})
