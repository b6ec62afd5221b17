import { createHash } from 'node:crypto'

import { Records } from './records.ts'

/** A day of a shop's performance: amounts in major units, as the API sends them. */
export interface FakeDay {
  readonly gmv: string
  readonly orders: number
  readonly itemsSold: number
  readonly visitors: number
}

/** A shop at the fake vendor: what it has, by kind. */
export class FakeShop {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly currency: string
  /** The `shop_cipher` of calls. */
  readonly cipher: string
  readonly orders = new Records()
  readonly returns = new Records()
  readonly products = new Records()
  /** By the day in the shop's zone, `YYYY-MM-DD`. */
  readonly days = new Map<string, FakeDay>()

  constructor({ id, name = `Shop ${id}`, region = 'US', currency = 'USD' }: FakeShopOptions) {
    this.id = id
    this.name = name
    this.region = region
    this.currency = currency
    // Base64 with both of the letters that have to be encoded in a query.
    this.cipher = `ROW_+/${createHash('sha256').update(id).digest('base64')}`
  }
}

export interface FakeShopOptions {
  readonly id: string
  readonly name?: string
  readonly region?: string
  readonly currency?: string
}
