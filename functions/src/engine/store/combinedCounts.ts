import { categoryIn, type Columns } from '../encoding/columns.ts'

/** The number of a block's rows for each combination of facet values; there are far fewer combinations than rows. */
export class CombinedCounts {
  /** The combination of each row. */
  readonly #ofRow: Uint16Array
  /** A row of each combination. */
  readonly #examples: Uint16Array
  readonly #counts: Uint32Array

  constructor(columns: Columns, facets: readonly string[]) {
    this.#ofRow = new Uint16Array(columns.rows)
    let count = Math.min(1, columns.rows)
    for (const name of facets) {
      const { words, codes } = categoryIn(columns, name)
      const known = new Map<number, number>()
      for (let row = 0; row < columns.rows; row++) {
        const key = (this.#ofRow[row] ?? 0) * words.length + (codes[row] ?? 0)
        let combination = known.get(key)
        if (combination === undefined) known.set(key, (combination = known.size))
        this.#ofRow[row] = combination
      }
      count = known.size
    }
    this.#counts = new Uint32Array(count)
    this.#examples = new Uint16Array(count)
    this.#ofRow.forEach((combination, row) => {
      this.#counts[combination] = (this.#counts[combination] ?? 0) + 1
      this.#examples[combination] = row
    })
  }

  /** Each combination by a row that has it, and the number of rows, without those that are hidden (1). */
  without(hidden: Uint8Array | null): { readonly examples: Uint16Array; readonly counts: Uint32Array } {
    const examples = this.#examples
    if (hidden === null) return { examples, counts: this.#counts }
    const counts = this.#counts.slice()
    hidden.forEach((mark, row) => {
      const combination = this.#ofRow[row] ?? 0
      counts[combination] = (counts[combination] ?? 0) - mark
    })
    return { examples, counts }
  }
}
