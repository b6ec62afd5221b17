import { describe, expect, it } from 'vitest'

import { seasonLimits, type OperatingSeason, type SavedOperatingSeason } from '../../functions/src/contract/seasons.ts'
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  ResourceExhaustedError,
} from '../../functions/src/lib/errors.ts'
import { overlap } from '../../functions/src/seasons/overlap.ts'
import { planChange } from '../../functions/src/seasons/plan.ts'

const summer: OperatingSeason = {
  name: 'Summer',
  startsOn: '2026-05-01',
  endsOn: '2026-09-30',
  locations: ['Harbour'],
  note: '',
}
const present = { ...summer, id: 'summer', version: 3, changedAt: '2026-01-01T00:00:00.000Z', changedBy: null }
const kept: readonly SavedOperatingSeason[] = [present]

describe('two seasons', () => {
  it.each([
    ['the same days and place', {}, true],
    ['the last day of one is the first of the other', { startsOn: '2026-09-30', endsOn: '2026-12-31' }, true],
    ['one follows the other', { startsOn: '2026-10-01', endsOn: '2026-12-31' }, false],
    ['other places', { locations: ['Station'] }, false],
    ['a place in common', { locations: ['Station', 'HARBOUR'] }, true],
    ['one of all places', { locations: [] }, true],
  ])('%s: overlap %j', (_name, change, expected) => {
    const other = { ...summer, ...change }
    expect(overlap(summer, other)).toBe(expected)
    expect(overlap(other, summer)).toBe(expected)
  })
})

const overlapping = () => planChange(kept, { kind: 'create', season: { ...summer, name: 'High' } }, 'new')

describe('a change', () => {
  it('creates a season in its first version', () => {
    const season = { ...summer, locations: ['Station'] }
    expect(planChange(kept, { kind: 'create', season }, 'new')).toEqual({
      id: 'new',
      version: 1,
      before: null,
      after: season,
    })
  })

  it('changes the version that was seen, which does not overlap itself', () => {
    const season = { ...summer, endsOn: '2026-10-15' }
    const plan = planChange(kept, { kind: 'change', id: 'summer', version: 3, season }, 'new')
    expect(plan).toEqual({ id: 'summer', version: 4, before: summer, after: season })
  })

  it('removes the version that was seen', () => {
    const plan = planChange(kept, { kind: 'remove', id: 'summer', version: 3 }, 'new')
    expect(plan).toEqual({ id: 'summer', version: 4, before: summer, after: null })
  })

  it.each([2, 4])('of version %d, which is not the present one, is a conflict', (version) => {
    const change = () => planChange(kept, { kind: 'change', id: 'summer', version, season: summer }, 'new')
    expect(change).toThrow(ConflictError)
    expect(change).toThrow(/Load the list again/)
    expect(change).toThrow(expect.objectContaining({ details: { season: present } }) as Error)
    expect(() => planChange(kept, { kind: 'remove', id: 'summer', version }, 'new')).toThrow(ConflictError)
  })

  it('of a season that is gone is told so', () => {
    expect(() => planChange(kept, { kind: 'remove', id: 'winter', version: 1 }, 'new')).toThrow(NotFoundError)
  })

  it('that overlaps another is refused with the name of that one', () => {
    expect(overlapping).toThrow(InvalidInputError)
    expect(overlapping).toThrow(/^season\.startsOn: .*"Summer" \(2026-05-01 to 2026-09-30\)/)
  })

  it('that would be one too many is refused', () => {
    const many = Array.from({ length: seasonLimits.seasons }, (_, i) => ({ ...present, id: `s${i}` }))
    const season = { ...summer, locations: ['Station'] }
    expect(() => planChange(many, { kind: 'create', season }, 'new')).toThrow(ResourceExhaustedError)
  })
})
