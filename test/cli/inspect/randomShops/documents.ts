import { orderOf, type TrueOrder } from './orders.ts'
import type { Shape } from './shape.ts'
import { amountOf, codeOf, timeOf, wordOf } from './values.ts'

/** A document of a shop, and the order that it stands for. */
export interface ShopDocument {
  readonly id: string
  readonly data: Readonly<Record<string, unknown>>
  readonly createTime: number
  readonly truth: TrueOrder
}

/** `count` documents of a shop. */
export function documentsOf(shape: Shape, count: number): ShopDocument[] {
  const random = randomOf(shape.seed)
  return Array.from({ length: count }, (_, i) => {
    const truth = orderOf(shape, i, random)
    const createTime = truth.createdAt + Math.floor(random() * 2_000)
    return { id: `d${String(i).padStart(5, '0')}`, data: dataOf(shape, truth), createTime, truth }
  })
}

function dataOf(shape: Shape, truth: TrueOrder): Record<string, unknown> {
  const data: Record<string, unknown> = { updatedBy: 'app', version: 3 }
  if (shape.number !== null) put(data, shape.number, truth.number)
  put(data, shape.status, wordOf(shape, truth.status))
  put(data, shape.total, amountOf(shape, truth.total, truth.currency))
  if (shape.writtenCode !== 'none') put(data, shape.currency, codeOf(shape, truth.currency))
  put(data, shape.createdAt, timeOf(shape, truth.createdAt))
  if (shape.items !== null) put(data, shape.items, itemsOf(shape, truth))
  putCustomer(data, shape, truth)
  return data
}

function putCustomer(data: Record<string, unknown>, { customer: place, customerAs }: Shape, truth: TrueOrder): void {
  const { first, last, email, phone } = truth.customer
  const name = `${first} ${last}`
  if (customerAs === 'nested') put(data, place, { name, email, phone })
  else if (customerAs === 'joined') put(data, place, { firstName: first, lastName: last, email, phone })
  else Object.assign(data, { [`${place}Name`]: name, [`${place}Email`]: email, [`${place}Phone`]: phone })
}

function itemsOf({ item, itemsAs, ...shape }: Shape, { items, currency }: TrueOrder): unknown {
  const maps = items.map(({ sku, name, quantity, price }) => {
    const map: Record<string, unknown> = {}
    if (itemsAs !== 'map') put(map, item.sku, sku)
    put(map, item.name, name)
    put(map, item.quantity, quantity)
    put(map, item.price, amountOf({ ...shape, item, itemsAs }, price, currency))
    return { sku, map }
  })
  if (itemsAs === 'map') return Object.fromEntries(maps.map(({ sku, map }) => [sku, map]))
  const list = maps.map(({ map }) => map)
  return itemsAs === 'json' ? JSON.stringify(list) : list
}

/** Sets the value at a path, whose names have dots between them. */
function put(data: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop() ?? path
  let map = data
  for (const key of keys) map = (map[key] ??= {}) as Record<string, unknown> // It was made here.
  map[last] = isMap(map[last]) && isMap(value) ? { ...map[last], ...value } : value
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** A small generator of numbers from 0 to 1 that goes by a seed (a linear congruence, as Numerical Recipes has it). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
