import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { ordersAs } from '../../harness/orderSettings.ts'
import { OwnCollection, all, idsOf, numbered, start, whole } from './ownCollection.ts'

const orders = new OwnCollection()
const minutes = 60_000
const noon = Date.UTC(2026, 0, 5, 12)

function inZone(timeZone: string) {
  return orders.source({ orders: ordersAs({ timeZone }) })
}

/** The moment as clocks show it that are `ahead` minutes ahead of UTC. */
function wall(ms: number, ahead: number): string {
  return new Date(ms + ahead * minutes).toISOString().replace('T', ' ').slice(0, 19)
}

describe.each([
  ['Asia/Kolkata', 330],
  ['America/Bogota', -300],
])('changes by clocks of %s', (zone, ahead) => {
  it('come through the bound and no further, with their moments', async () => {
    // One every minute, five before the bound, one at it and four behind it.
    await orders.put(numbered(10, (i) => ({ updatedAt: wall(noon + (i - 5) * minutes, ahead) })))
    const source = inZone(zone)
    const [page] = await all(source.changes({ from: { kind: 'at', at: start }, until: instantFromMs(noon) }, 100))
    expect(page?.records.map(({ changedAt }) => changedAt)).toEqual(
      Array.from({ length: 6 }, (_, i) => instantFromMs(noon + (i - 5) * minutes)),
    )
    expect(page?.notices).toBeUndefined()

    const middle = { from: { kind: 'at', at: instantFromMs(noon - 2 * minutes) }, until: instantFromMs(noon) } as const
    expect(idsOf(await all(source.changes(middle, 1)))).toEqual(page?.records.slice(3).map(({ sourceId }) => sourceId))
  })

  it('are found beside timestamps of the same moments, and the mixture is told', async () => {
    const odd = { updatedAt: noon - 10 * minutes }
    await orders.put({ ...numbered(3, (i) => ({ updatedAt: wall(noon - (3 - i) * minutes, ahead) })), odd })
    const pages = await all(inZone(zone).changes({ from: { kind: 'at', at: start }, until: instantFromMs(noon) }, 100))
    expect(idsOf(pages)).toHaveLength(3)
    expect(pages[0]?.notices).toMatchObject([{ kind: 'mixed-change-times' }])
  })
})

it('changes by clocks that are set back are found by the feed and full runs, and that is told', async () => {
  await orders.put(numbered(3, (i) => ({ updatedAt: wall(noon + i * minutes, 60) })))
  const [page] = await all(inZone('Europe/Berlin').changes(whole, 100))
  expect(page).toMatchObject({ records: [], notices: [{ kind: 'unreadable-change-times' }] })
})
