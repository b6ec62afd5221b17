/** A way in which a call can go wrong at any vendor. */
export type TransportFault =
  /** HTTP 429, with `Retry-After` where that many seconds are given. */
  | { readonly kind: 'throttle'; readonly retryAfter?: number | string }
  /** A page of HTML, as a proxy sends it. */
  | { readonly kind: 'html'; readonly status: number }
  /** The right answer, so late. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Half of the answer, and then nothing any more. */
  | { readonly kind: 'stall' }
  | { readonly kind: 'reset' }
  /** Half of the answer with status 200 and its end mark: as long as it says. */
  | { readonly kind: 'truncate' }

const transportKinds: readonly string[] = [
  'throttle',
  'html',
  'slow',
  'stall',
  'reset',
  'truncate',
] satisfies TransportFault['kind'][]

export function isTransportFault(fault: { readonly kind: string }): fault is TransportFault {
  return transportKinds.includes(fault.kind)
}

interface Planned<Fault> {
  readonly fault: Fault
  readonly path: RegExp
  left: number
}

/** Faults that a test asks for, each for the next calls of a path; and faults by chance. */
export class Faults<Fault extends { readonly kind: string }> {
  readonly #planned: Planned<Fault>[] = []
  readonly #ofLaterPages: readonly Fault['kind'][]
  #byChance: ((fits: (fault: Fault) => boolean) => Fault | null) | null = null

  /** `ofLaterPages`: the kinds that only a call for a page behind the first can have. */
  constructor(ofLaterPages: readonly Fault['kind'][]) {
    this.#ofLaterPages = ofLaterPages
  }

  /** Lets the next `times` calls of a path fail so. */
  next(fault: Fault, { times = 1, path = /^/ }: { readonly times?: number; readonly path?: RegExp } = {}): void {
    this.#planned.push({ fault, path, left: times })
  }

  /** Lets a share of all calls fail, in these ways by turns. `random` is uniform in [0, 1). */
  byChance(share: number, faults: readonly Fault[], random: () => number): void {
    let left = [...faults]
    this.#byChance = (fits) => {
      if (random() >= share) return null
      const next = left.findIndex(fits)
      const [fault = null] = next === -1 ? [] : left.splice(next, 1)
      if (left.length === 0) left = [...faults]
      return fault
    }
  }

  clear(): void {
    this.#planned.length = 0
    this.#byChance = null
  }

  /** The fault of a call; `isLaterPage`: it asks for a page behind the first. */
  of(path: string, isLaterPage: boolean): Fault | null {
    const fits = ({ kind }: Fault): boolean => isLaterPage || !this.#ofLaterPages.includes(kind)
    const planned = this.#planned.find((one) => one.left > 0 && one.path.test(path) && fits(one.fault))
    if (planned === undefined) return this.#byChance?.(fits) ?? null
    planned.left -= 1
    return planned.fault
  }
}
