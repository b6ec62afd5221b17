import type { Clock } from '../../functions/src/lib/clock.ts'
import { instantFromMs, type Instant } from '../../functions/src/lib/instant.ts'

/** The moment at which every benchmark's shop opens: orders lie before it, the benchmark's day behind it. */
export const openingMs = Date.parse('2026-11-02T00:00:00Z')

/** A clock that stands until it is moved: a day passes as fast as its work is done, and is the same one on every machine. */
export class VirtualClock implements Clock {
  #ms: number
  readonly #ids: string
  #count = 0

  /** `ids` begins every id: processes that share a database must not give the same ones. */
  constructor(startMs = openingMs, ids = 'bench') {
    this.#ms = startMs
    this.#ids = ids
  }

  now(): number {
    return this.#ms
  }

  serverTime(): Instant {
    return instantFromMs(this.#ms)
  }

  moveTo(ms: number): void {
    this.#ms = ms
  }

  pass(ms: number): void {
    this.#ms += ms
  }

  async sleep(ms: number): Promise<void> {
    this.pass(ms)
  }

  random(): number {
    return 0.5
  }

  randomId(): string {
    return `${this.#ids}${String((this.#count += 1)).padStart(15, '0')}`
  }
}
