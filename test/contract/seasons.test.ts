import { describe, expect, it } from 'vitest'

import {
  operatingSeasonSchema,
  saveOperatingSeasonRequestSchema,
  seasonLimits,
} from '../../functions/src/contract/seasons.ts'
import { InvalidInputError } from '../../functions/src/lib/errors.ts'
import { parseInput } from '../../functions/src/lib/parse.ts'

const summer = { name: 'Summer', startsOn: '2026-05-01', endsOn: '2026-09-30', locations: [], note: '' }
const id = 'abcdefghij0123456-_9'

function fieldOf(data: unknown): string {
  try {
    parseInput(saveOperatingSeasonRequestSchema, data)
  } catch (error) {
    if (error instanceof InvalidInputError) return error.field
    throw error
  }
  return 'none'
}

describe('a season', () => {
  it('is taken as it is', () => {
    expect(operatingSeasonSchema.parse({ ...summer, locations: ['Harbour'] })).toEqual({
      ...summer,
      locations: ['Harbour'],
    })
    expect(operatingSeasonSchema.parse({ ...summer, endsOn: summer.startsOn }).endsOn).toBe(summer.startsOn)
  })

  it('has its texts trimmed and in one form', () => {
    const given = { ...summer, name: ' Cafe\u0301 ', locations: [' Cafe\u0301'], note: ' a\r\nb ' }
    expect(operatingSeasonSchema.parse(given)).toMatchObject({ name: 'Café', locations: ['Café'], note: 'a\nb' })
    // The limit is that of what is kept.
    expect(operatingSeasonSchema.safeParse({ ...summer, name: 'e\u0301'.repeat(seasonLimits.name) }).success).toBe(true)
  })

  it.each([
    ['name', { name: '  ' }],
    ['name', { name: 'x'.repeat(seasonLimits.name + 1) }],
    ['name', { name: 'a\u0000b' }],
    ['name', { name: 'a\nb' }],
    ['name', { name: '\ud800' }],
    ['name', { name: 5 }],
    ['startsOn', { startsOn: '2026-02-30' }],
    ['startsOn', { startsOn: '2026-5-1' }],
    ['startsOn', { startsOn: '' }],
    ['startsOn', { startsOn: '0226-05-01' }],
    ['startsOn', { startsOn: '2026-05-01T00:00:00Z' }],
    ['endsOn', { endsOn: '2026-04-30' }],
    ['endsOn', { endsOn: '2031-05-01' }],
    ['endsOn', { startsOn: '2024-02-29', endsOn: '2029-03-01' }],
    ['endsOn', { endsOn: null }],
    ['locations', { locations: ['Harbour', 'HARBOUR'] }],
    ['locations', { locations: Array.from({ length: seasonLimits.locations + 1 }, (_, i) => `L${i}`) }],
    ['locations', { locations: 'Harbour' }],
    ['locations.1', { locations: ['Harbour', ' '] }],
    ['note', { note: 'x'.repeat(seasonLimits.note + 1) }],
    ['note', { note: 'a\u0007b' }],
    ['note', { note: undefined }],
    ['colour', { colour: 'red' }],
  ])('is refused by its field %s: %j', (field, change) => {
    expect(fieldOf({ season: { ...summer, ...change } })).toBe(`season.${field}`)
  })

  it('may last up to five years less a day, and have lines in its note', () => {
    expect(fieldOf({ season: { ...summer, endsOn: '2031-04-30', note: 'one\ntwo\tthree' } })).toBe('none')
  })
})

function kindOf(data: unknown): string {
  return saveOperatingSeasonRequestSchema.parse(data).kind
}

describe('a request', () => {
  it('creates, changes or removes', () => {
    expect(kindOf({ season: summer })).toBe('create')
    expect(kindOf({ id, version: 1, season: summer })).toBe('change')
    expect(kindOf({ id, version: 1, remove: true })).toBe('remove')
  })

  it.each([
    ['season', {}],
    ['season', { id, version: 1 }],
    ['id', { version: 1, season: summer }],
    ['id', { id: '../x', version: 1, remove: true }],
    ['version', { id, season: summer }],
    ['version', { id, version: 0, remove: true }],
    ['version', { id, version: 1.5, remove: true }],
    ['remove', { id, version: 1, season: summer, remove: true }],
    ['remove', { id, version: 1, remove: false }],
    ['force', { season: summer, force: true }],
    ['request', null],
  ])('is refused by its field %s: %j', (field, data) => {
    expect(fieldOf(data)).toBe(field)
  })
})
