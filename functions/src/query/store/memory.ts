/** Something in memory. */
interface Held {
  readonly bytes: number
  drop(): void
}

/** The memory of an instance for what was decoded, whatever it is: over its limit what was used longest ago goes. */
export class Memory {
  readonly #limitBytes: number
  /** In the order of their last use. */
  readonly #held = new Set<Held>()
  #bytes = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  add(held: Held): void {
    this.#held.add(held)
    this.#bytes += held.bytes
    for (const oldest of this.#held) {
      if (this.#bytes <= this.#limitBytes) break
      this.letGo(oldest)
    }
  }

  use(held: Held): void {
    this.#held.delete(held)
    this.#held.add(held)
  }

  letGo(held: Held): void {
    this.#held.delete(held)
    this.#bytes -= held.bytes
    held.drop()
  }
}

/** Things of one kind, and how many documents were read for them. */
export interface LoadedItems<T> {
  readonly items: readonly T[]
  readonly read: number
}

/** Decoded things of one kind by their keys, each of which names one immutable content. Requests share each load. */
export class Drawer<T extends { readonly bytes: number }> {
  readonly #memory: Memory
  readonly #kept = new Map<string, Held & { readonly item: T }>()
  readonly #loading = new Map<string, Promise<T>>()

  constructor(memory: Memory) {
    this.#memory = memory
  }

  has(key: string): boolean {
    return this.#kept.has(key)
  }

  /** The things with these keys; `read` reads the missing ones together, by their places in `keys`. */
  async load(
    keys: readonly string[],
    read: (missing: readonly number[]) => Promise<LoadedItems<T>>,
  ): Promise<LoadedItems<T>> {
    const missing = [...keys.keys()].filter((i) => {
      const key = keys[i] ?? ''
      return !this.#kept.has(key) && !this.#loading.has(key)
    })
    const reading = missing.length > 0 ? this.#start(keys, missing, read(missing)) : 0
    // Taken now, all of them: another request may make them go meanwhile.
    const found = keys.map((key) => this.#find(key))
    const [items, count] = await Promise.all([Promise.all(found), reading])
    return { items, read: count }
  }

  /** Lets go of the things whose keys begin with `prefix`, but for those that are named. */
  forgetAllBut(prefix: string, named: ReadonlySet<string>): void {
    for (const [key, held] of this.#kept) if (key.startsWith(prefix) && !named.has(key)) this.#memory.letGo(held)
  }

  async #find(key: string): Promise<T> {
    const held = this.#kept.get(key)
    if (held !== undefined) {
      this.#memory.use(held)
      return held.item
    }
    const loading = this.#loading.get(key)
    if (loading === undefined) throw new Error('What is asked for is neither here nor on its way.')
    return loading
  }

  /** Resolves to how many documents were read. */
  #start(keys: readonly string[], missing: readonly number[], reading: Promise<LoadedItems<T>>): Promise<number> {
    missing.forEach((at, i) => {
      const key = keys[at] ?? ''
      const one = reading
        .then(({ items }) => this.#keep(key, items[i]))
        .finally(() => {
          this.#loading.delete(key)
        })
      this.#loading.set(key, one)
    })
    return reading.then(({ read }) => read)
  }

  #keep(key: string, item: T | undefined): T {
    if (item === undefined) throw new Error('Something was read and is not there.')
    const held = { item, bytes: item.bytes, drop: () => void this.#kept.delete(key) }
    this.#kept.set(key, held)
    this.#memory.add(held)
    return item
  }
}
