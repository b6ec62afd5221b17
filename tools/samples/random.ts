/** A source of chance that gives the same values for the same seed, on every machine. */
export interface Random {
  /** From 0 up to, never reaching, 1. */
  next(): number
  /** An integer from `least` to `most`, both included. */
  integer(least: number, most: number): number
  chance(probability: number): boolean
  /** Throws RangeError for an empty list. */
  pick<T>(items: readonly T[]): T
  /** An item, each as likely as its weight says. Throws RangeError where no weight is above 0. */
  weighted<T extends { readonly weight: number }>(items: readonly T[]): T
}

/** Chris Doty-Humphrey's sfc32 ("small fast counter", PractRand): 128 bits of state, at least 2^32 values long. */
export function randomFrom(seed: number): Random {
  const state = expandSeed(seed)
  const next = (): number => {
    const [a, b, c, counter] = state
    const sum = (a + b + counter) | 0
    state[0] = b ^ (b >>> 9)
    state[1] = (c + (c << 3)) | 0
    state[2] = (((c << 21) | (c >>> 11)) + sum) | 0
    state[3] = (counter + 1) | 0
    return (sum >>> 0) / 2 ** 32
  }
  // The first values still show how little the seed holds; the author discards 12.
  for (let warmUp = 0; warmUp < 12; warmUp++) next()
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(next() * items.length)]
    if (item === undefined) throw new RangeError('There is nothing to pick from.')
    return item
  }
  return {
    next,
    integer: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick,
    weighted: (items) => {
      let rest = next() * items.reduce((sum, { weight }) => sum + weight, 0)
      return items.find(({ weight }) => (rest -= weight) < 0) ?? pick(items.filter(({ weight }) => weight > 0))
    },
  }
}

/** Fills sfc32's state from one number with splitmix32, so that neighbouring seeds start far apart. */
function expandSeed(seed: number): [number, number, number, number] {
  let value = seed | 0
  const part = (): number => {
    value = (value + 0x9e3779b9) | 0
    let mixed = Math.imul(value ^ (value >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  }
  return [part(), part(), part(), 1]
}
