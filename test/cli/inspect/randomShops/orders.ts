import { used, type Shape, type Used } from './shape.ts'

/** An order as it is, however its shop writes it. Amounts are in minor units, times in milliseconds. */
export interface TrueOrder {
  readonly number: string
  readonly status: Used
  readonly currency: string
  readonly total: number
  readonly items: readonly {
    readonly sku: string
    readonly name: string
    readonly quantity: number
    readonly price: number
  }[]
  readonly customer: { readonly first: string; readonly last: string; readonly email: string; readonly phone: string }
  readonly createdAt: number
}
const start = Date.UTC(2026, 2, 1)
const dayMs = 86_400_000
const firstNames = ['Ann', 'Bo', 'Cy', 'Dörte', 'Émile', 'Nguyễn'] as const
const lastNames = ['Example', 'Sample', 'Muster', 'Prueba'] as const
const goods = ['Tea', 'Mug', 'Rye bread', 'Lamp', 'Socks', 'Poster'] as const

/** The `i`th order of a shop, drawn from `random`. */
export function orderOf({ code }: Shape, i: number, random: () => number): TrueOrder {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] ?? (list[0] as T) // Never empty.
  const items = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const good = Math.floor(random() * goods.length)
    const price = code === 'JPY' ? 100 + Math.floor(random() * 5_000) : 199 + Math.floor(random() * 90_000)
    return { sku: `S-${good}`, name: goods[good] ?? '', quantity: 1 + Math.floor(random() * 3), price }
  })
  const distinct = [...new Map(items.map((item) => [item.sku, item])).values()]
  return {
    number: `N-${1000 + i}`,
    status: one(used),
    currency: code,
    total: distinct.reduce((sum, { price, quantity }) => sum + price * quantity, 0),
    items: distinct,
    customer: {
      first: one(firstNames),
      last: one(lastNames),
      email: `someone${i}@example.com`,
      phone: `+1 555 ${String(1_000_000 + i)}`,
    },
    createdAt: start + Math.floor(random() * 200 * dayMs),
  }
}
