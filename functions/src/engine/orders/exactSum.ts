/** A sum of safe integers, exact however far it goes: a bigint takes over what a number no longer holds. */
export class ExactSum {
  #part = 0
  #carried = 0n

  add(amount: number): void {
    const sum = this.#part + amount
    // A sum of two safe integers that comes out safe was not rounded.
    if (Number.isSafeInteger(sum)) {
      this.#part = sum
      return
    }
    this.#carried += BigInt(this.#part)
    this.#part = amount
  }

  /** The sum as a number; null where none holds it exactly. */
  value(): number | null {
    const total = Number(this.#carried + BigInt(this.#part))
    return Number.isSafeInteger(total) ? total : null
  }
}
