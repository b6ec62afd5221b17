import { Catalog } from './catalog.ts'
import { Directory } from './directory.ts'
import { Events } from './events.ts'
import { idOf } from './ids.ts'
import { Inventory } from './inventory.ts'
import { Records, type Members } from './records.ts'
import { timeText } from './times.ts'

export interface FakeMerchantOptions {
  readonly id: string
  readonly name?: string
  readonly country?: string
  readonly currency?: string
}

/** A merchant at the fake vendor: what it has, by kind. The first location that it gets is its main one. */
export class FakeMerchant {
  readonly id: string
  readonly name: string
  readonly country: string
  readonly currency: string
  readonly now: () => number
  readonly events: Events
  readonly orders: Records
  readonly payments: Records
  readonly refunds: Records
  readonly catalog: Catalog
  readonly inventory: Inventory
  readonly vendors: Directory
  readonly customers: Directory
  readonly teamMembers: Directory
  /** The locations as they are sent, by id. */
  readonly locations = new Map<string, Members>()
  #idsGiven = 0

  constructor(
    { id, name = `Merchant ${id}`, country = 'US', currency = 'USD' }: FakeMerchantOptions,
    now: () => number,
  ) {
    this.id = id
    this.name = name
    this.country = country
    this.currency = currency
    this.now = now
    this.events = new Events(id, now)
    this.orders = new Records(now)
    this.payments = new Records(now)
    this.refunds = new Records(now)
    this.catalog = new Catalog(now, this.events)
    this.inventory = new Inventory(now, this.events)
    this.vendors = new Directory('vendor', now, this.events)
    this.customers = new Directory('customer', now, this.events)
    this.teamMembers = new Directory('team_member', now, this.events)
  }

  /** An id that nothing has yet. */
  newId(): string {
    this.#idsGiven += 1
    return idOf(`${this.id} ${this.#idsGiven}`)
  }

  get mainLocationId(): string | undefined {
    return this.locations.keys().next().value
  }

  /** Sets the milliseconds after which lists show what is traded from now on: the vendor's lists are seconds late. */
  set lagMs(ms: number) {
    for (const records of [this.orders, this.payments, this.refunds]) records.lagMs = ms
  }

  /** Sets the milliseconds after which a new order, payment or refund is found by its id: webhooks may come before. */
  set lookupLagMs(ms: number) {
    for (const records of [this.orders, this.payments, this.refunds]) records.lookupLagMs = ms
  }

  /** Creates a location, or sets members of one that is there: its `status` may be `INACTIVE`, and it is still listed then. */
  putLocation(id: string, members: Members = {}): void {
    const before = this.locations.get(id)
    const defaults = {
      name: `Location ${id}`,
      timezone: 'America/New_York',
      capabilities: ['CREDIT_CARD_PROCESSING'],
      status: 'ACTIVE',
      created_at: timeText(this.now()),
      country: this.country,
      currency: this.currency,
      language_code: 'en-US',
      type: 'PHYSICAL',
    }
    this.locations.set(id, { ...defaults, ...before, ...members, id, merchant_id: this.id })
    this.events.add(before === undefined ? 'location.created' : 'location.updated', { type: 'location', id }, id)
  }

  /** Takes a location out of the list: no seller can, but the vendor might. */
  removeLocation(id: string): void {
    this.locations.delete(id)
  }

  /** The merchant as it is sent. */
  shown(): Members {
    return {
      id: this.id,
      business_name: this.name,
      country: this.country,
      language_code: 'en-US',
      currency: this.currency,
      status: 'ACTIVE',
      ...(this.mainLocationId !== undefined && { main_location_id: this.mainLocationId }),
    }
  }
}
