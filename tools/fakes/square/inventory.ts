import type { Events } from './events.ts'
import { Records, restOf, type Members } from './records.ts'
import { timeText } from './times.ts'

/** The goods of a variation at a location that are in a state. */
export interface Stock {
  readonly variationId: string
  readonly locationId: string
  /** `IN_STOCK` by default. */
  readonly state?: string
}

/** The vendor keeps no counts of these. */
const untracked: readonly string[] = ['NONE', 'SOLD', 'UNLINKED_RETURN']

/** The counts of a merchant's goods, and the changes that made them. Quantities are decimal strings of up to five digits of fraction. */
export class Inventory {
  readonly counts: Records
  readonly changes: Records
  readonly #now: () => number
  readonly #events: Events
  #changesMade = 0

  constructor(now: () => number, events: Events) {
    this.#now = now
    this.#events = events
    this.counts = new Records(now)
    this.changes = new Records(now)
  }

  /** Somebody counted: the quantity is so much. */
  count({ state = 'IN_STOCK', ...stock }: Stock, quantity: string): void {
    this.#change('PHYSICAL_COUNT', { state, quantity, ...namesOf(stock) })
    this.#set({ ...stock, state }, quantity)
  }

  /** Goods went from a state to another: sold, received, wasted. */
  adjust(
    { variationId, locationId }: Omit<Stock, 'state'>,
    { from, to, quantity }: { readonly from: string; readonly to: string; readonly quantity: string },
  ): void {
    const stock = { variationId, locationId }
    this.#change('ADJUSTMENT', { from_state: from, to_state: to, quantity, ...namesOf(stock) })
    this.#add({ ...stock, state: from }, -Number(quantity))
    this.#add({ ...stock, state: to }, Number(quantity))
  }

  /** Writes many counts at once, without a change and an event. */
  putAll(counts: readonly (Required<Stock> & { readonly quantity: string; readonly ms: number })[]): void {
    this.counts.putAll(
      counts.map(({ quantity, ms, ...stock }) => ({
        id: keyOf(stock),
        locationId: stock.locationId,
        state: stock.state,
        createdMs: ms,
        updatedMs: ms,
        rest: countOf(stock, quantity, ms),
      })),
    )
  }

  #add(stock: Required<Stock>, quantity: number): void {
    const record = this.counts.get(keyOf(stock))
    const before = record === undefined ? 0 : Number(restOf(record).quantity)
    this.#set(stock, String(Number((before + quantity).toFixed(5))))
  }

  #set(stock: Required<Stock>, quantity: string): void {
    if (untracked.includes(stock.state)) return
    const ms = this.#now()
    const rest = countOf(stock, quantity, ms)
    const { locationId, state } = stock
    this.counts.put({ id: keyOf(stock), locationId, state, createdMs: ms, updatedMs: ms, rest })
    const data = { type: 'inventory_counts', id: keyOf(stock), object: { inventory_counts: [rest] } }
    this.#events.add('inventory.count.updated', data)
  }

  #change(type: 'PHYSICAL_COUNT' | 'ADJUSTMENT', members: Members): void {
    const ms = this.#now()
    this.#changesMade += 1
    const id = `CHANGE${String(this.#changesMade).padStart(8, '0')}`
    const own = { id, ...members, occurred_at: timeText(ms), created_at: timeText(ms) }
    const rest = { type, [type.toLowerCase()]: own }
    this.changes.put({ id, locationId: String(members.location_id), createdMs: ms, updatedMs: ms, rest })
  }
}

const keyOf = ({ variationId, locationId, state }: Required<Stock>): string => `${variationId}:${locationId}:${state}`

function namesOf({ variationId, locationId }: Omit<Stock, 'state'>): Members {
  return { catalog_object_id: variationId, catalog_object_type: 'ITEM_VARIATION', location_id: locationId }
}

function countOf({ variationId, locationId, state }: Required<Stock>, quantity: string, ms: number): Members {
  return { ...namesOf({ variationId, locationId }), state, quantity, calculated_at: timeText(ms) }
}
