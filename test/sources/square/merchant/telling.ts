import type { FakeEvent } from '../../../../tools/fakes/square/events.ts'
import type { CopiedMerchant } from './copiedMerchant.ts'

/** The vendor's notifications on their way: some are lost, some come twice, and some late, behind others. */
export class Telling {
  readonly #copied: CopiedMerchant
  #told = 0
  #late: readonly FakeEvent[] = []

  constructor(copied: CopiedMerchant) {
    this.#copied = copied
  }

  /** Tells of all that has happened since the last time, and has the runs run that are asked for. */
  async tell(n: number): Promise<void> {
    const { all } = this.#copied.merchant.events
    const fresh = all.slice(this.#told)
    this.#told = all.length
    const waiting = this.#late
    this.#late = fresh.filter(({ number }) => (number + n) % 5 === 0)
    const lost = fresh.filter(({ number }) => (number + n) % 5 === 1)
    const twice = fresh.filter(({ number }) => (number + n) % 5 === 2)
    const now = fresh.filter((event) => !this.#late.includes(event) && !lost.includes(event))
    for (const event of [...now, ...waiting, ...twice]) await this.#copied.hear(event)
    await this.#copied.requested()
  }
}
