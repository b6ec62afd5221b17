import { createHash } from 'node:crypto'

import type { Members } from './records.ts'

/** Something that happened to a merchant's objects, as the vendor reports it. */
export interface FakeEvent {
  readonly type: string
  readonly id: string
  /** The number of events before it. */
  readonly number: number
  readonly createdMs: number
  readonly locationId?: string
  readonly data: Members
}

/** All events of a merchant, in the order in which they happened. */
export class Events {
  readonly all: FakeEvent[] = []
  readonly #merchantId: string
  readonly #now: () => number

  constructor(merchantId: string, now: () => number) {
    this.#merchantId = merchantId
    this.#now = now
  }

  add(type: string, data: Members, locationId?: string): FakeEvent {
    const number = this.all.length
    const hash = createHash('sha256').update(`${this.#merchantId} event ${number}`).digest('hex')
    const id = hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
    const event = { type, id, number, createdMs: this.#now(), data, ...(locationId !== undefined && { locationId }) }
    this.all.push(event)
    return event
  }
}
