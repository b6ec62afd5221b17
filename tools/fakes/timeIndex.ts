/** An entry of an index: the time of something, in the unit that its vendor counts in, and its id. */
export interface Entry {
  readonly time: number
  readonly id: string
}

/** Ids in the order of (time, id), of which a range is found without looking at the others. */
export class TimeIndex {
  #entries: Entry[] = []

  get size(): number {
    return this.#entries.length
  }

  /** Adds many at once: they are sorted once. */
  addAll(entries: readonly Entry[]): void {
    this.#entries = [...this.#entries, ...entries].toSorted(compare)
  }

  add(entry: Entry): void {
    this.#entries.splice(this.#firstFrom(entry), 0, entry)
  }

  remove(entry: Entry): void {
    const at = this.#firstFrom(entry)
    const found = this.#entries[at]
    if (found !== undefined && compare(found, entry) === 0) this.#entries.splice(at, 1)
  }

  /** Counts the entries from the time `ge` to before the time `lt`. */
  count(ge: number, lt: number): number {
    return Math.max(0, this.#firstFrom({ time: lt, id: '' }) - this.#firstFrom({ time: ge, id: '' }))
  }

  /** The entries of a range, ascending or descending, one by one from behind `after`. */
  *range(ge: number, lt: number, isDescending: boolean, after: Entry | null): Generator<Entry> {
    const [first, end] = [this.#firstFrom({ time: ge, id: '' }), this.#firstFrom({ time: lt, id: '' })]
    if (isDescending) {
      const start = after === null ? end : Math.min(end, this.#firstFrom(after))
      for (let i = start - 1; i >= first; i--) yield this.#at(i)
      return
    }
    const start = after === null ? first : Math.max(first, this.#firstBehind(after))
    for (let i = start; i < end; i++) yield this.#at(i)
  }

  #at(i: number): Entry {
    const entry = this.#entries[i]
    if (entry === undefined) throw new RangeError(`There is no entry ${i}.`)
    return entry
  }

  #firstBehind(entry: Entry): number {
    const at = this.#firstFrom(entry)
    const found = this.#entries[at]
    return found !== undefined && compare(found, entry) === 0 ? at + 1 : at
  }

  /** Returns the index of the first entry that is `entry` or comes behind it. */
  #firstFrom(entry: Entry): number {
    let [low, high] = [0, this.#entries.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(this.#at(middle), entry) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

function compare(a: Entry, b: Entry): number {
  return a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
