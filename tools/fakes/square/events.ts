import { createHash } from 'node:crypto'

import type { Members } from './records.ts'

/** Something that happened to a merchant's objects, as the vendor reports it. */
export interface FakeEvent {
  readonly type: string
  readonly id: string
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
    const hash = createHash('sha256').update(`${this.#merchantId} event ${this.all.length}`).digest('hex')
    const id = hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
    const event = { type, id, createdMs: this.#now(), data, ...(locationId !== undefined && { locationId }) }
    this.all.push(event)
    return event
  }
}
