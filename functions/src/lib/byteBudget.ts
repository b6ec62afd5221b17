/** A share of a budget. */
export interface Reservation {
  /** Gives back what it turned out not to need. */
  shrinkTo(bytes: number): void
  /** Gives all of it back; a second time does nothing. */
  release(): void
}

interface Waiting {
  readonly bytes: number
  readonly grant: () => void
}

/**
 * Bytes of documents that a process may hold at once, shared by all its runs. Who asks for more than is left waits in turn.
 * Nobody may ask for more while others can only go on with what it has: then all would wait for each other.
 */
export class ByteBudget {
  readonly #limit: number
  readonly #queue: Waiting[] = []
  #taken = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** A share of `bytes`, once there is room for it; of all there is where it asks for more. */
  async reserve(bytes: number): Promise<Reservation> {
    let held = Math.min(bytes, this.#limit)
    await new Promise<void>((grant) => {
      this.#queue.push({ bytes: held, grant })
      this.#grant()
    })
    const shrinkTo = (rest: number): void => {
      if (rest >= held) return
      this.#taken -= held - rest
      held = rest
      this.#grant()
    }
    return { shrinkTo, release: () => shrinkTo(0) }
  }

  #grant(): void {
    for (;;) {
      const [first] = this.#queue
      if (first === undefined || this.#taken + first.bytes > this.#limit) return
      this.#queue.shift()
      this.#taken += first.bytes
      first.grant()
    }
  }
}
