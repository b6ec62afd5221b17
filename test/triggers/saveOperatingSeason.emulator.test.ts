// First: it captures what the functions log.
import { logLines, startServer } from '../harness/server.ts'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { databaseOf } from '../harness/firestore.ts'
import { SeasonShop, summer, winter } from '../harness/seasonShop.ts'

/* Operating seasons over HTTP, as the admin page saves them. */

let shop: SeasonShop
beforeEach(async () => {
  shop = await SeasonShop.open()
})
afterEach(() => shop.stop())

const refusal = (status: string, message: RegExp): object => ({
  body: { error: { status, message: expect.stringMatching(message) as unknown } },
})

describe('saving a season', () => {
  it('creates it, and says who did when', async () => {
    const before = Date.now()
    const season = await shop.save({ season: { ...summer, name: ' Summer ' } })
    expect(season).toEqual({
      ...summer,
      id: expect.stringMatching(/^[\w-]{20}$/) as unknown,
      version: 1,
      changedAt: expect.any(String) as unknown,
      changedBy: 'ann@example.com',
    })
    expect(Math.abs(Date.parse(season.changedAt) - before)).toBeLessThan(60_000)
    expect(await shop.stored()).toMatchObject([{ ...summer, version: 1, updatedBy: { uid: 'uid-of-ann' } }])
  })

  it('changes the version that was seen', async () => {
    const { id } = await shop.save({ season: summer })
    const changed = await shop.save({ id, version: 1, season: { ...summer, endsOn: '2026-10-15' } }, 'ben')
    expect(changed).toMatchObject({ id, version: 2, endsOn: '2026-10-15', changedBy: 'ben@example.com' })
    expect(await shop.stored()).toHaveLength(1)
  })

  it('removes it', async () => {
    const { id } = await shop.save({ season: summer })
    expect(await shop.call({ id, version: 1, remove: true })).toMatchObject({
      status: 200,
      body: { result: { season: null } },
    })
    expect(await shop.stored()).toEqual([])
  })

  it('keeps of each change who made it, when, and what was before and after', async () => {
    const { id } = await shop.save({ season: summer })
    const later = { ...summer, endsOn: '2026-10-15' }
    await shop.save({ id, version: 1, season: later }, 'ben')
    expect(await shop.auditOf(id)).toEqual([
      {
        version: 1,
        at: expect.anything() as unknown,
        by: { uid: 'uid-of-ann', email: 'ann@example.com' },
        before: null,
        after: summer,
      },
      {
        version: 2,
        at: expect.anything() as unknown,
        by: { uid: 'uid-of-ben', email: 'ben@example.com' },
        before: summer,
        after: later,
      },
    ])
    await shop.call({ id, version: 2, remove: true })
    const entries = await shop.auditOf(id)
    expect(entries.at(-1)).toMatchObject({ version: 3, before: later, after: null })
    // From then on they have an end, a year ahead.
    const ends = entries.map(({ expireAt }) => (expireAt as { toMillis(): number }).toMillis()) // Written so.
    for (const end of ends) expect(end - Date.now()).toBeGreaterThan(364 * 86_400_000)
    expect(ends).toHaveLength(3)
  })

  it('takes an account without an e-mail by its uid alone', async () => {
    const token = shop.tokenOf('cat', { admin: true, email: undefined })
    const { status, body } = await shop.server.call('saveOperatingSeason', { season: summer }, token)
    expect({ status, body }).toMatchObject({ status: 200, body: { result: { season: { changedBy: null } } } })
    expect(await shop.stored()).toMatchObject([{ updatedBy: { uid: 'uid-of-cat', email: null } }])
  })
})

describe('what is refused writes nothing', () => {
  it('of somebody who is no admin', async () => {
    const of = (token?: string) => shop.server.call('saveOperatingSeason', { season: summer }, token)
    expect(await of()).toMatchObject({ status: 401 })
    expect(await of(shop.tokenOf('eve', {}))).toMatchObject({ status: 403 })
    expect(await of(shop.tokenOf('eve', { admin: 'true' }))).toMatchObject({ status: 403 })
    expect(await shop.stored()).toEqual([])
  })

  it.each([
    ['season.name', { season: { ...summer, name: ' ' } }],
    ['season.endsOn', { season: { ...summer, endsOn: '2026-04-01' } }],
    ['season.locations.0', { season: { ...summer, locations: [''] } }],
    ['season.updatedBy', { season: { ...summer, updatedBy: { uid: 'c0ffee' } } }],
    ['id', { id: 'c0ffee/c0ffee', version: 1, remove: true }],
    ['version', { id: 'a'.repeat(20), remove: true }],
  ])('names the field %s', async (field, data) => {
    const logged = logLines.length
    const answer = await shop.call(data)
    expect(answer).toMatchObject({ status: 400, ...refusal('INVALID_ARGUMENT', new RegExp(`^${field}: `)) })
    for (const text of [answer.text, ...logLines.slice(logged)]) expect(text).not.toContain('c0ffee')
    expect(await shop.stored()).toEqual([])
  })

  it('where it overlaps another season of the same place', async () => {
    await shop.save({ season: { ...summer, locations: ['Harbour'] } })
    const high = { ...summer, name: 'High', startsOn: '2026-07-01', endsOn: '2026-07-31' }
    for (const locations of [[], ['harbour']]) {
      const answer = await shop.call({ season: { ...high, locations } })
      expect(answer).toMatchObject({ status: 400, ...refusal('INVALID_ARGUMENT', /^season\.startsOn: .*"Summer"/) })
    }
    expect(await shop.call({ season: { ...high, locations: ['Station'] } })).toMatchObject({ status: 200 })
    expect(await shop.stored()).toHaveLength(2)
  })

  it('of another version than the present one, and says what to do', async () => {
    const { id } = await shop.save({ season: summer })
    await shop.save({ id, version: 1, season: { ...summer, note: 'by Ben' } }, 'ben')
    for (const data of [
      { id, version: 1, season: winter },
      { id, version: 1, remove: true },
    ]) {
      const answer = await shop.call(data)
      expect(answer).toMatchObject({ status: 409, ...refusal('ABORTED', /Load the list again/) })
      // What the caller has not seen comes with the refusal.
      expect(answer.body).toMatchObject({
        error: { details: { season: { id, version: 2, note: 'by Ben', changedBy: 'ben@example.com' } } },
      })
    }
    expect(await shop.stored()).toMatchObject([{ note: 'by Ben', version: 2 }])
    expect(await shop.auditOf(id)).toHaveLength(2)
  })

  it('of a season that is gone', async () => {
    const season = await shop.save({ season: summer })
    await shop.remove(season)
    const answer = await shop.call({ id: season.id, version: 2, season: summer })
    expect(answer).toMatchObject({ status: 404, ...refusal('NOT_FOUND', /somebody removed it/) })
  })

  it('where somebody else wrote what no season is, and names that document', async () => {
    await shop.db.doc('operating_seasons/by-hand').set({ name: 'Summer' })
    const answer = await shop.call({ season: winter })
    expect(answer).toMatchObject({ status: 500, ...refusal('DATA_LOSS', /operating_seasons\/by-hand cannot be read/) })
  })

  it('where seasons are off: the answer names the setting, and nothing of them is listed', async () => {
    const off = await startServer({ db: databaseOf() })
    try {
      const answer = await off.call('saveOperatingSeason', { season: summer }, shop.tokenOf('ann'))
      expect(answer).toMatchObject({ status: 400, ...refusal('FAILED_PRECONDITION', /^OPERATING_SEASONS: .*=true/) })
      const { text } = await off.call('describeStreams', null, shop.tokenOf('ann'))
      expect(text).not.toContain('operatingSeasons')
    } finally {
      await off.stop()
    }
  })
})

it('no log names a season or an admin', async () => {
  await shop.save({ season: summer })
  await shop.call({ season: summer })
  const logs = logLines.join('\n')
  for (const text of ['Long evenings', 'ann@example.com', 'uid-of-ann']) expect(logs).not.toContain(text)
})
