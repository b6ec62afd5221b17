/** A way in which a call can go wrong. */
export type Fault =
  /** HTTP 429, with `Retry-After` where that many seconds are given. */
  | { readonly kind: 'throttle'; readonly retryAfter?: number | string }
  /** An error of the API with its code; `status` 200 is an error inside a success. */
  | { readonly kind: 'code'; readonly code: number; readonly status?: number; readonly message?: string }
  /** A page of HTML, as a proxy sends it. */
  | { readonly kind: 'html'; readonly status: number }
  /** The right answer, so late. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Half of the answer, and then nothing any more. */
  | { readonly kind: 'stall' }
  | { readonly kind: 'reset' }
  /** Half of the answer with status 200 and its end mark: as long as it says. */
  | { readonly kind: 'truncate' }
  /** The page token is refused. */
  | { readonly kind: 'deadToken' }
  /** The next page is this one again: by the same token each time, or by a new one. */
  | { readonly kind: 'endlessToken'; readonly isNew?: boolean }

interface Planned {
  readonly fault: Fault
  readonly path: RegExp
  left: number
}

/** Faults that a test asks for, each for the next calls of a path; and faults by chance. */
export class Faults {
  readonly #planned: Planned[] = []
  #byChance: ((hasToken: boolean) => Fault | null) | null = null

  /** Lets the next `times` calls of a path fail so. */
  next(fault: Fault, { times = 1, path = /^/ }: { readonly times?: number; readonly path?: RegExp } = {}): void {
    this.#planned.push({ fault, path, left: times })
  }

  /** Lets a share of all calls fail, in these ways by turns. `random` is uniform in [0, 1). */
  byChance(share: number, faults: readonly Fault[], random: () => number): void {
    let left = [...faults]
    this.#byChance = (hasToken) => {
      if (random() >= share) return null
      const next = left.findIndex((fault) => hasToken || fault.kind !== 'deadToken')
      const [fault = null] = next === -1 ? [] : left.splice(next, 1)
      if (left.length === 0) left = [...faults]
      return fault
    }
  }

  clear(): void {
    this.#planned.length = 0
    this.#byChance = null
  }

  /** The fault of a call; `hasToken`: it asks for a page by a token, as some faults need. */
  of(path: string, hasToken: boolean): Fault | null {
    const planned = this.#planned.find(
      (one) => one.left > 0 && one.path.test(path) && (hasToken || one.fault.kind !== 'deadToken'),
    )
    if (planned === undefined) return this.#byChance?.(hasToken) ?? null
    planned.left -= 1
    return planned.fault
  }
}
