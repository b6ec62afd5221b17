import { describe, expect, it } from 'vitest'

import { emptyTexts, faultsIn, seasonIn, textsOf } from '../../../web/src/seasons/seasonFields.ts'

const texts = { ...emptyTexts, name: 'Summer', startsOn: '2026-05-01', endsOn: '2026-09-30' }

describe('the form', () => {
  it('is read into a season, and a season is written into it', () => {
    const read = seasonIn({ ...texts, locations: ' Harbour \n\nStation\n', note: 'a\nb' })
    expect(read).toMatchObject({ ok: true, season: { locations: ['Harbour', 'Station'], note: 'a\nb' } })
    if (read.ok) expect(seasonIn(textsOf(read.season))).toEqual(read)
  })

  it('says beside each field what is wrong with it', () => {
    expect(seasonIn(emptyTexts)).toEqual({
      ok: false,
      faults: {
        name: 'Name must not be empty.',
        startsOn: 'First day must not be empty.',
        endsOn: 'Last day must not be empty.',
      },
    })
    expect(seasonIn({ ...texts, endsOn: '2026-04-30' })).toMatchObject({
      faults: { endsOn: 'Last day must not be before the first day.' },
    })
    expect(seasonIn({ ...texts, startsOn: '2026-05' })).toMatchObject({
      faults: { startsOn: 'First day must be a day like 2026-05-31.' },
    })
    expect(seasonIn({ ...texts, locations: `Harbour\n${'x'.repeat(101)}` })).toMatchObject({
      faults: { locations: 'Location 2 must have at most 100 characters.' },
    })
  })

  it('shows what the function refuses beside its field', () => {
    expect(faultsIn('season.startsOn: the season "Summer" (a to b) has some of these days: change it')).toEqual({
      startsOn: 'The season "Summer" (a to b) has some of these days: change it.',
    })
    expect(faultsIn('season.locations.1: must not be empty')).toEqual({ locations: 'Location 2 must not be empty.' })
    for (const other of ['season: must be there', 'season.colour: is not known here', 'id: must be', 'Gone.'])
      expect(faultsIn(other)).toBeNull()
  })
})
