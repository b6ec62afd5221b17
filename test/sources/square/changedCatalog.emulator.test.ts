import { describe, expect, it } from 'vitest'

import type { RunReport } from '../../../functions/src/contract/sync.ts'
import type { FakeMerchant } from '../../../tools/fakes/square/merchant.ts'
import { variationsOf } from '../../../tools/fakes/square/expected/catalog.ts'
import { CopiedMerchant } from './merchant/copiedMerchant.ts'
import { openSampleShop } from './merchant/sampleShop.ts'

/* A change of a catalog is a change of few documents: of what was changed, of what shows it, and of what is computed from it. */

type Writes = Record<string, Pick<RunReport, 'created' | 'updated' | 'deleted'>>

/** The streams that a round of runs wrote records of. */
function writesOf(runs: readonly RunReport[]): Writes {
  const wrote = runs.filter(({ created, updated, deleted }) => created + updated + deleted > 0)
  return Object.fromEntries(
    wrote.map(({ pipeline, created, updated, deleted }) => [pipeline.split('.').at(-1), { created, updated, deleted }]),
  )
}

/** Changes a merchant's catalog, and returns what the next runs wrote. */
async function writesAfter(change: (copied: CopiedMerchant) => void): Promise<Writes> {
  let writes: Writes = {}
  await CopiedMerchant.with(async (copied) => {
    openSampleShop(copied.merchant)
    await copied.first()
    await copied.sync()
    copied.shop.pass(600_000)
    change(copied)
    const { runs } = await copied.sync()
    writes = writesOf(runs)
    await copied.expectSame()
    expect(writesOf((await copied.sync()).runs), 'all came with the first run').toEqual({})
  })
  return writes
}

/** A variation that changed long before the catalog's last change, as its item did: no window shows either by itself. */
const lastOf = (merchant: FakeMerchant) => variationsOf(merchant).at(-1)

const one = { created: 0, updated: 1, deleted: 0 }

describe('a catalog in which', () => {
  it('one price is changed is written at its variation, its item, which shows it, and its line in the library', async () => {
    const writes = await writesAfter(({ merchant }) => {
      const variationId = lastOf(merchant)?.id ?? ''
      merchant.catalog.put('ITEM_VARIATION', variationId, { price_money: { amount: 4_321, currency: 'USD' } })
    })
    expect(writes).toEqual({ catalogVariations: one, catalogItems: one, itemLibrary: one })
  })

  it('an item gets another name is written at the item, and at the lines of its variations in the library', async () => {
    let variations = 0
    const writes = await writesAfter(({ merchant }) => {
      const itemId = lastOf(merchant)?.item_variation_data.item_id ?? ''
      variations = variationsOf(merchant).filter(({ item_variation_data: data }) => data.item_id === itemId).length
      merchant.catalog.put('ITEM', itemId, { name: 'Renamed' })
    })
    expect(writes).toEqual({ catalogItems: one, itemLibrary: { ...one, updated: variations } })
  })

  it('an item gets one variation more has it in the library under the name of its item', async () => {
    const writes = await writesAfter(({ merchant }) => {
      const itemId = lastOf(merchant)?.item_variation_data.item_id ?? ''
      merchant.catalog.put('ITEM_VARIATION', 'NEWSIZE', { item_id: itemId, name: 'Small' })
    })
    const created = { ...one, created: 1, updated: 0 }
    expect(writes).toEqual({ catalogVariations: created, catalogItems: one, itemLibrary: created })
  })

  it('an item loses one variation of several loses it everywhere', async () => {
    const writes = await writesAfter(({ merchant }) => {
      const first = lastOf(merchant)
      if (first !== undefined) merchant.catalog.remove(first.id)
    })
    const deleted = { ...one, updated: 0, deleted: 1 }
    expect(writes).toMatchObject({ catalogVariations: deleted, catalogItems: one, itemLibrary: deleted })
  })

  it('an item is deleted loses it with its variations', async () => {
    const writes = await writesAfter(({ merchant }) => {
      merchant.catalog.remove(lastOf(merchant)?.item_variation_data.item_id ?? '')
    })
    expect(writes).toMatchObject({ catalogItems: { deleted: 1 }, catalogVariations: { deleted: 3 } })
  })
})
