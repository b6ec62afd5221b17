import { isMap } from '../../functions/src/lib/firestore/firestoreValues.ts'
import type { ItemField } from '../../functions/src/sources/firestore/fieldNames.ts'
import { valueAt } from '../../functions/src/sources/firestore/fields.ts'
import { nameScore } from './names.ts'
import { kindOfValue, profilesOf, shareOf, shareOfKinds, type Profile } from './profile.ts'
import { itemNames, roleNames } from './roleNames.ts'
import { candidatesOf, fitsAmount, fitsText, type Candidate } from './roles.ts'
import { medianOf, roughAmount } from './roughAmounts.ts'

/** Where the items are, and which of their fields are what. */
export interface FoundItems {
  readonly profile: Profile
  /** The paths in an item. */
  readonly fields: Readonly<Partial<Record<ItemField, Profile>>>
  /** Each item's fields, however the shop keeps it, by the number of its document. */
  readonly items: readonly PlacedItem[]
}

interface PlacedItem {
  readonly at: number
  readonly item: unknown
}

/** The field that holds the items, or null. `totals` are what each document is probably worth, by its number. */
export function findItems(profiles: readonly Profile[], totals: ReadonlyMap<number, number>): FoundItems | null {
  const [best] = candidatesOf(profiles, roleNames.items, fitsItems)
  if (best === undefined) return null
  const items = best.profile.values.flatMap(({ at, value }) => itemsIn(value).map((item) => ({ at, item })))
  return { profile: best.profile, fields: fieldsOf(items, totals), items }
}

/** What an order's items are worth, by documents in which each has a price. */
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

/** The quotients of documents' totals and what their items are worth. */
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

/** A map from the products' ids to the items or their quantities. */
function isByProduct(map: Readonly<Record<string, unknown>>): boolean {
  const values = Object.values(map)
  return values.length > 0 && (values.every((value) => isMap(value) && isItem(value)) || values.every(Number.isFinite))
}

/** A map that is one item: it has the product's name or id, perhaps in a map of the product's own. */
function isItem(map: Readonly<Record<string, unknown>>): boolean {
  // Numbers alone are quantities by products' ids, whatever those look like.
  if (Object.values(map).every(Number.isFinite)) return false
  const names = Object.keys(map).filter((key) => !isMap(map[key]))
  const isNamed = names.some((key) => nameScore([key], itemNames.name) >= 80 || nameScore([key], itemNames.sku) >= 80)
  const products = Object.entries(map).filter(([key]) => nameScore([key], itemNames.name) >= 60)
  return isNamed || products.some(([, product]) => isMap(product) && isItem(product))
}

/** The items that a value stands for: what each of them is a map of, or a text. */
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
 * The fields of price and quantity, together: `amount` may be either, and of two prices the one counts whose sums come near the
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

/** Points for totals that are what items are worth, in the same unit or a hundredfold. */
export function nearness(found: readonly number[]): number {
  if (found.length === 0) return 0
  const exact = found.filter(isUnit).length / found.length
  const near = found.filter((quotient) => Math.abs(Math.log(quotient)) < 0.4).length / found.length
  return 60 * exact + 40 * near
}

/** Whether a quotient is that of two amounts which are the same, each in whole or in smallest units. */
function isUnit(quotient: number): boolean {
  return [1, 100, 0.01].some((unit) => Math.abs(Math.log(quotient / unit)) < 0.005)
}
