import { UsageError } from '../../cli/commandLine.ts'
import { bakeryDocument } from './bakery.ts'
import type { SampleOrder, ShopDocument } from './orders.ts'

/** A shop whose orders come with the samples. */
export interface Shop {
  /** The shop's settings file, in the folder of the samples; null for a shop that Tidemark reads without settings. */
  readonly settings: string | null
  documentOf(this: void, order: SampleOrder): ShopDocument
}

/** The shop that Tidemark reads without settings. */
export const coastalShop: Shop = {
  settings: null,
  documentOf: ({ id, data }) => ({ path: `orders/${id}`, data: { ...data } }),
}

const shops = { coast: coastalShop, bakery: { settings: 'bakery.json', documentOf: bakeryDocument } } as const
export const shopNames = Object.keys(shops) as (keyof typeof shops)[] // Object.keys forgets the literal's keys.

/** Reads the name of a shop; throws a UsageError for any other. */
export function parseShop(flag: string, text: string): Shop {
  const name = shopNames.find((one) => one === text)
  if (name === undefined) throw new UsageError(`${flag} takes ${shopNames.join(' or ')}, not "${text}"`)
  return shops[name]
}
