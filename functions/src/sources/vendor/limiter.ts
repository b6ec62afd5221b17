import type { Clock } from '../../lib/clock.ts'

/** The share of a vendor's quota that calls of one account take. */
export interface LimiterSettings {
  /** Calls under way at once. */
  readonly atOnce: number
  /** Calls a second: where it begins, and the most that it grows to. */
  readonly perSecond: number
}

/** The fewest calls a second that throttling leaves. */
const leastPerSecond = 0.5
/** The calls a second by which the rate grows in each second without throttling. */
const growthPerSecond = 2
/** All calls pause for no longer than this, whatever the vendor asks for: a run that has to wait longer comes again by its schedule. */
const longestPauseMs = 30_000

/** A call that may be sent now. */
export interface Turn {
  /** The call is over, however it went. */
  release(): void
  /** The vendor refused it for coming too soon, and asked to be left alone for so long (milliseconds). */
  throttled(retryAfterMs: number | null): void
}

/**
 * Says when the next call of one app and one account may be sent; all that call for this account share it. The vendor's limits are dynamic
 * and published nowhere, so the rate is halved with each throttling and grows again by a fixed amount a second.
 */
export class RateLimiter {
  readonly #clock: Pick<Clock, 'now' | 'sleep'>
  readonly #settings: LimiterSettings
  readonly #waiting: (() => void)[] = []
  #underWay = 0
  #perSecond: number
  #ratedAtMs: number
  /** The moment from which the next call may be sent. */
  #nextMs = 0
  /** The moment at which the rate was last halved. */
  #halvedAtMs = Number.NEGATIVE_INFINITY

  constructor(settings: LimiterSettings, clock: Pick<Clock, 'now' | 'sleep'>) {
    this.#clock = clock
    this.#settings = settings
    this.#perSecond = settings.perSecond
    this.#ratedAtMs = clock.now()
  }

  /** The present rate, in calls a second. */
  get perSecond(): number {
    const seconds = (this.#clock.now() - this.#ratedAtMs) / 1000
    return Math.min(this.#settings.perSecond, this.#perSecond + growthPerSecond * Math.max(0, seconds))
  }

  /** Waits for the turn of a call, first come first served. */
  async turn(): Promise<Turn> {
    if (this.#underWay >= this.#settings.atOnce) await new Promise<void>((go) => this.#waiting.push(go))
    else this.#underWay += 1
    const sentAtMs = Math.max(this.#clock.now(), this.#nextMs)
    this.#nextMs = sentAtMs + 1000 / this.perSecond
    const wait = sentAtMs - this.#clock.now()
    if (wait > 0) await this.#clock.sleep(wait)
    return { release: () => this.#release(), throttled: (ms) => this.#slowDown(sentAtMs, ms ?? 0) }
  }

  #release(): void {
    // Whoever waited longest takes its place.
    const next = this.#waiting.shift()
    if (next === undefined) this.#underWay -= 1
    else next()
  }

  #slowDown(sentAtMs: number, retryAfterMs: number): void {
    const now = this.#clock.now()
    this.#nextMs = Math.max(this.#nextMs, now + Math.min(retryAfterMs, longestPauseMs))
    // Of calls that were under way together, one halves the rate for all.
    if (sentAtMs < this.#halvedAtMs) return
    this.#perSecond = Math.max(leastPerSecond, this.perSecond / 2)
    this.#ratedAtMs = now
    this.#halvedAtMs = now
  }
}
