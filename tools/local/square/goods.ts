import type { FakeMerchant } from '../../fakes/square/merchant.ts'
import { restOf } from '../../fakes/square/records.ts'
import { money, type Money } from '../../fakes/square/trade/money.ts'
import type { Random } from '../../samples/random.ts'

/** The cents by which a price changes. */
const steps = [-50, 50, 100] as const

/** Somebody counts goods that are in stock, or throws some of them away. */
export function changeStock({ inventory }: FakeMerchant, random: Random): void {
  const { counts } = inventory
  const found = counts.get(random.pick([...counts.ids()].filter((id) => counts.get(id)?.state === 'IN_STOCK')))
  if (found === undefined) throw new Error('The merchant has goods in stock.')
  const { catalog_object_id, quantity } = restOf(found)
  const stock = { variationId: String(catalog_object_id), locationId: found.locationId ?? '' }
  if (random.chance(0.5) || Number(quantity) < 1) return inventory.count(stock, String(random.integer(5, 120)))
  inventory.adjust(stock, { from: 'IN_STOCK', to: 'WASTE', quantity: '1' })
}

/** A variation gets another price. */
export function changePrice({ catalog }: FakeMerchant, random: Random): void {
  const variations = [...catalog.objects.values()].filter(({ type }) => type === 'ITEM_VARIATION')
  const { id, data } = random.pick(variations)
  const { amount, currency } = data.price_money as Money // As the sample's catalog has it.
  catalog.put('ITEM_VARIATION', id, { price_money: money(Math.max(100, amount + random.pick(steps)), currency) })
}
