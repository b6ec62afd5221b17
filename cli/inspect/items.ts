import { isMap } from '../../functions/src/lib/firestore/firestoreValues.ts'
import type { ItemField } from '../../functions/src/sources/firestore/fieldNames.ts'
import { valueAt } from '../../functions/src/sources/firestore/fields.ts'
import { nameScore } from './names.ts'
import { kindOfValue, profilesOf, shareOf, shareOfKinds, type Profile } from './profile.ts'
import { itemNames, roleNames } from './roleNames.ts'
import { candidatesOf, fitsAmount, fitsText, type Candidate } from './roles.ts'
import { medianOf, roughAmount } from './roughAmounts.ts'

/** The field of the items, and the fields of an item. */
export interface FoundItems {
  readonly profile: Profile
  /** The fields by their role; their paths begin in the item. */
  readonly fields: Readonly<Partial<Record<ItemField, Profile>>>
  /** Every item with the number of its document. */
  readonly items: readonly PlacedItem[]
}

interface PlacedItem {
  readonly at: number
  readonly item: unknown
}

/** Finds the field that holds the items; null where there is none. `totals` has the probable total of each document, by its number. */
export function findItems(profiles: readonly Profile[], totals: ReadonlyMap<number, number>): FoundItems | null {
  const [best] = candidatesOf(profiles, roleNames.items, fitsItems)
  if (best === undefined) return null
  const items = best.profile.values.flatMap(({ at, value }) => itemsIn(value).map((item) => ({ at, item })))
  return { profile: best.profile, fields: fieldsOf(items, totals), items }
}

/** Sums price times quantity over each document's items, by its number. Documents in which an item has no price are left out. */
export function worthOf(
  items: readonly PlacedItem[],
  price: Profile | undefined,
  quantity: Profile | undefined,
): Map<number, number> {
  const sums = new Map<number, number>()
  if (price === undefined) return sums
  const quantityKeys = quantity?.keys
  for (const { at, item } of items) {
    const each = roughAmount(valueAt(item, price.keys))
    const count = quantityKeys === undefined ? 1 : (roughAmount(valueAt(item, quantityKeys)) ?? 1)
    sums.set(at, (sums.get(at) ?? 0) + (each ?? Number.NaN) * count)
  }
  for (const [at, sum] of sums) if (!Number.isFinite(sum)) sums.delete(at)
  return sums
}

/** The quotients of total and items' worth, of the documents that have both. */
export function quotients(totals: ReadonlyMap<number, number>, worth: ReadonlyMap<number, number>): number[] {
  return [...worth].flatMap(([at, sum]) => {
    const total = totals.get(at)
    return total === undefined || sum <= 0 || total <= 0 ? [] : [total / sum]
  })
}

function fitsItems(profile: Profile): number {
  const shares = profile.values.map(({ value }) => shapeFit(fromJson(value)))
  const text = shareOfKinds(profile, 'text')
  // A text that is no list names the one thing that was ordered, where no other field holds items.
  return shares.reduce((sum, share) => sum + share, 0) / shares.length || text * 0.5
}

function shapeFit(value: unknown): number {
  if (Array.isArray(value)) return value.length === 0 ? 0.8 : value.every(isMap) ? 1 : value.every(isName) ? 0.6 : 0.2
  if (!isMap(value)) return 0
  return isItem(value) ? 0.7 : isByProduct(value) ? 0.9 : 0
}

function isName(value: unknown): boolean {
  return typeof value === 'string' || kindOfValue(value) === 'reference'
}

/** Tells whether a map goes from products' ids to items or to their quantities. */
function isByProduct(map: Readonly<Record<string, unknown>>): boolean {
  const values = Object.values(map)
  return values.length > 0 && (values.every((value) => isMap(value) && isItem(value)) || values.every(Number.isFinite))
}

/** Tells whether a map is one item: it has the product's name or id, perhaps in a map of the product's own. */
function isItem(map: Readonly<Record<string, unknown>>): boolean {
  // Numbers alone are quantities by products' ids, whatever those look like.
  if (Object.values(map).every(Number.isFinite)) return false
  const names = Object.keys(map).filter((key) => !isMap(map[key]))
  const isNamed = names.some((key) => nameScore([key], itemNames.name) >= 80 || nameScore([key], itemNames.sku) >= 80)
  const products = Object.entries(map).filter(([key]) => nameScore([key], itemNames.name) >= 60)
  return isNamed || products.some(([, product]) => isMap(product) && isItem(product))
}

/** The items of a list, of a map by products' ids, or of a map that is one item; each may be JSON text. Empty for anything else. */
function itemsIn(value: unknown): unknown[] {
  const items = fromJson(value)
  if (Array.isArray(items)) return items
  if (!isMap(items)) return []
  return isItem(items) ? [items] : Object.values(items)
}

function fromJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function fieldsOf(items: readonly PlacedItem[], totals: ReadonlyMap<number, number>): FoundItems['fields'] {
  const profiles = profilesOf(items.map(({ item }) => item))
  const candidates = (role: keyof typeof itemNames, fit: (profile: Profile) => number) =>
    candidatesOf(profiles, itemNames[role], fit)
  const { price, quantity } = pricesAndQuantities(
    items,
    totals,
    candidates('price', fitsAmount),
    candidates('quantity', fitsQuantity),
  )
  const taken = [price?.path, quantity?.path]
  const free = ({ profile }: Candidate) => !taken.includes(profile.path)
  const name = candidates('name', fitsText).find(free)?.profile
  const sku = candidates('sku', fitsSku).find((one) => free(one) && one.profile.path !== name?.path)?.profile
  return {
    ...(sku && { 'items.sku': sku }),
    ...(name && { 'items.name': name }),
    ...(quantity && { 'items.quantity': quantity }),
    ...(price && { 'items.price': price }),
  }
}

function fitsQuantity(profile: Profile): number {
  const numbers = profile.values.map(({ value }) => roughAmount(value)).filter((value) => value !== null)
  const whole =
    numbers.filter((value) => Number.isInteger(value) && value >= 0).length / Math.max(1, profile.values.length)
  return medianOf(numbers) <= 100 ? whole : whole * 0.5
}

function fitsSku(profile: Profile): number {
  return shareOf(profile, (value) => {
    const kind = kindOfValue(value)
    return kind === 'integer' || kind === 'reference' || (typeof value === 'string' && !/\s{1}\S+\s/.test(value))
  })
}

/**
 * Chooses the fields of price and quantity together, for `amount` may be either. Of two prices, the one counts whose sums come near the
 * orders' totals.
 */
function pricesAndQuantities(
  items: readonly PlacedItem[],
  totals: ReadonlyMap<number, number>,
  prices: readonly Candidate[],
  quantities: readonly Candidate[],
): { price: Profile | undefined; quantity: Profile | undefined } {
  let best: { score: number; price: Profile | undefined; quantity: Profile | undefined } = {
    score: -1,
    price: undefined,
    quantity: undefined,
  }
  for (const price of [...prices.slice(0, 5), undefined]) {
    for (const quantity of [...quantities.slice(0, 5), undefined]) {
      if (price !== undefined && price.profile.path === quantity?.profile.path) continue
      const near = nearness(quotients(totals, worthOf(items, price?.profile, quantity?.profile)))
      const score = (price?.score ?? 0) + (quantity?.score ?? 0) + near
      if (score > best.score) best = { score, price: price?.profile, quantity: quantity?.profile }
    }
  }
  return best
}

/** Scores quotients of total and items' worth: up to 60 points for those that are 1, 100 or 0.01, and up to 40 for those near 1. */
export function nearness(found: readonly number[]): number {
  if (found.length === 0) return 0
  const exact = found.filter(isUnit).length / found.length
  const near = found.filter((quotient) => Math.abs(Math.log(quotient)) < 0.4).length / found.length
  return 60 * exact + 40 * near
}

/** Tells whether a quotient is 1, 100 or 0.01: the same amount twice, each time in major or in minor units. */
function isUnit(quotient: number): boolean {
  return [1, 100, 0.01].some((unit) => Math.abs(Math.log(quotient / unit)) < 0.005)
}
