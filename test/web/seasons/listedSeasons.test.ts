import { expect, it } from 'vitest'

import type { SavedOperatingSeason } from '../../../functions/src/contract/seasons.ts'
import { knownSeasons, seasonOf } from '../../../web/src/seasons/listedSeasons.ts'

const summer: SavedOperatingSeason = {
  id: 'summer',
  version: 2,
  name: 'Summer',
  startsOn: '2026-05-01',
  endsOn: '2026-09-30',
  locations: ['Harbour', 'Station'],
  note: '',
  changedAt: '2026-01-01T10:00:00.000Z',
  changedBy: null,
}
const winter = { ...summer, id: 'winter', name: 'Winter', startsOn: '2026-11-01' }
const [before, after] = ['2026-01-01T09:00:00.000Z', '2026-01-01T11:00:00.000Z']

function namesOf(...of: Parameters<typeof knownSeasons>): string[] {
  return knownSeasons(...of).map(({ name }) => name)
}

it('a row of the list is a season', () => {
  const { id: _id, version, locations, changedBy: _by, ...plain } = summer
  const row = { ...plain, id: 'firestore:summer', createdAt: '2026-05-01T00:00:00.000Z', changedBy: '' }
  expect(seasonOf({ ...row, seasonVersion: version, locations: locations.join('\n') })).toEqual(summer)
  expect(seasonOf({ ...row, seasonVersion: version, locations: '' }).locations).toEqual([])
})

it('what was saved is known before the list has it, and no longer than that', () => {
  const changed = { ...summer, version: 3, name: 'Long summer' }
  const change = { id: 'summer', version: 3, season: changed }
  expect(namesOf([summer, winter], before, [])).toEqual(['Winter', 'Summer'])
  expect(namesOf([summer, winter], before, [change])).toEqual(['Winter', 'Long summer'])
  expect(namesOf([{ ...summer, version: 4, name: 'Latest' }], after, [change])).toEqual(['Latest'])
})

it('what was added is known until the list should have it', () => {
  const change = { id: 'winter', version: 1, season: { ...winter, version: 1 } }
  expect(namesOf([summer], before, [change])).toEqual(['Winter', 'Summer'])
  expect(namesOf([summer], null, [change])).toEqual(['Winter', 'Summer'])
  // Somebody removed it since.
  expect(namesOf([summer], after, [change])).toEqual(['Summer'])
})

it('what was removed is gone before the list says so', () => {
  const change = { id: 'summer', version: Number.POSITIVE_INFINITY, season: null }
  expect(namesOf([summer, winter], before, [change])).toEqual(['Winter'])
  expect(namesOf([winter], after, [change])).toEqual(['Winter'])
})
