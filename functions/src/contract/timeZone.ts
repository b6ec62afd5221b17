/*
 * Days of a time zone: the zone's rules are those of `Intl`, asked seldom and remembered by stretches of one offset. The admin
 * page loads this file too (docs/decisions/time-zone.md).
 */

export const dayMs = 86_400_000

/** The form of names, "UTC" or "Area/Place". `Intl` knows more: offsets, and abbreviations such as CST, whose place is unclear. */
const namePattern = /^(?:UTC|[A-Za-z_]+(?:\/[\w+-]+){1,2})$/

/** Tells whether a text names an IANA time zone that is known here; letters in another case are the same name. */
export function isTimeZone(name: string): boolean {
  if (!namePattern.test(name)) return false
  try {
    return offsetFormat(name) !== null
  } catch {
    return false
  }
}

/** Times during which the zone keeps one offset. */
interface Stretch {
  /** Epoch milliseconds, inclusive and exclusive. */
  readonly from: number
  readonly to: number
  /** Milliseconds to add to UTC. */
  readonly offset: number
  /** The day that had begun before the clocks were set back; it does not begin again. */
  readonly leastDay: number
}

/**
 * The length of a cell: a stretch is looked for in this time and in the two days before, in which clocks may have been set back. Clocks are
 * never set twice in these six days: the least time between two settings is 6.96 days (Boa Vista, 2000).
 */
const cellMs = 4 * dayMs
const lookbackMs = 2 * dayMs
/** More than any offset: no place was ever further from UTC. */
const mostOffsetMs = 24 * 3_600_000

/**
 * The calendar of one time zone. A day is a number: how many days its date lies after 1970-01-01, whatever the zone. Days follow
 * one another without a gap or an overlap, and each begins once: where clocks are set back over midnight, the repeated minutes
 * belong to the day that has begun.
 */
export class TimeZone {
  /** The name as it was asked for: `Pacific/Auckland`. */
  readonly name: string
  /** Null in UTC, where nothing is asked. */
  readonly #format: Intl.DateTimeFormat | null
  readonly #cells = new Map<number, readonly Stretch[]>()
  #last: Stretch

  /** Makes the calendar of a zone. Throws a RangeError for a name that is not one of a zone. */
  constructor(name: string) {
    this.name = name
    const isUtc = name === 'UTC'
    this.#format = isUtc ? null : offsetFormat(name)
    this.#last = { from: -Infinity, to: isUtc ? Infinity : -Infinity, offset: 0, leastDay: -Infinity }
  }

  /** The day that a time (epoch milliseconds) falls on. */
  dayOf(ms: number): number {
    const { offset, leastDay } = this.#stretchAt(ms)
    return Math.max(leastDay, Math.floor((ms + offset) / dayMs))
  }

  /** `dayOf` as a function, quick enough to be asked for each of many orders. */
  finder(): (ms: number) => number {
    return this.#format === null ? (ms) => Math.floor(ms / dayMs) : (ms) => this.dayOf(ms)
  }

  /** The first millisecond of a day; of one that the zone left out, the first of the next. */
  startOf(day: number): number {
    return this.fromWallClock(day * dayMs)
  }

  /**
   * The first moment at which the zone's clocks show a time, given as epoch milliseconds as if it were UTC; of a time that they
   * skipped, the moment at which they were set.
   */
  fromWallClock(local: number): number {
    for (let at = local - mostOffsetMs; ;) {
      const { from, to, offset } = this.#stretchAt(at)
      const start = Math.max(from, local - offset)
      if (start < to) return start
      at = to
    }
  }

  /** The time that the zone's clocks show at `ms`, as epoch milliseconds as if that time were UTC. */
  toWallClock(ms: number): number {
    return ms + this.#stretchAt(ms).offset
  }

  /**
   * A time as ISO 8601 with milliseconds and the zone's offset, `2026-11-20T07:00:00.000+13:00`, in UTC with `Z`. ISO has no
   * offsets with seconds, which were kept before standard time: those are rounded to the minute, and the moment is the same.
   */
  isoOf(ms: number): string {
    if (this.#format === null) return new Date(ms).toISOString()
    const minutes = Math.round(this.#stretchAt(ms).offset / 60_000)
    const local = new Date(ms + minutes * 60_000).toISOString().slice(0, -'Z'.length)
    const distance = Math.abs(minutes)
    return `${local}${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(distance / 60))}:${twoDigits(distance % 60)}`
  }

  /**
   * The stretch that a time lies in. Times that are asked for one after another are mostly near each other, so the last stretch is tried
   * first.
   */
  #stretchAt(ms: number): Stretch {
    const last = this.#last
    if (ms >= last.from && ms < last.to) return last
    if (!Number.isFinite(ms)) throw new RangeError('That is no time.')
    const cell = Math.floor(ms / cellMs)
    let stretches = this.#cells.get(cell)
    if (stretches === undefined) this.#cells.set(cell, (stretches = this.#stretchesFrom(cell * cellMs)))
    return (this.#last = stretches.find(({ to }) => ms < to) ?? last)
  }

  /** The stretches of the cell that begins at a time. */
  #stretchesFrom(start: number): Stretch[] {
    const end = start + cellMs
    const [before, after] = [this.#offsetAt(start - lookbackMs), this.#offsetAt(end - 1)]
    if (before === after) return [{ from: start, to: end, offset: after, leastDay: -Infinity }]
    const set = this.#settingBetween(start - lookbackMs, end - 1, before)
    const leastDay = Math.floor((set - 1 + before) / dayMs)
    const later = { from: Math.max(start, set), to: end, offset: after, leastDay }
    return set <= start ? [later] : [{ from: start, to: set, offset: before, leastDay: -Infinity }, later]
  }

  /** The first millisecond at which the offset is no longer `before`, which is the offset at `low` and not at `high`. */
  #settingBetween(low: number, high: number, before: number): number {
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (this.#offsetAt(middle) === before) low = middle
      else high = middle
    }
    return high
  }

  #offsetAt(ms: number): number {
    const text = this.#format?.format(ms) ?? ''
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = offsetPattern.exec(text) ?? []
    const distance = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
    return sign === '-' ? -distance : distance
  }
}

/** UTC, the zone of whoever names none. */
export const utc = new TimeZone('UTC')

const offsetPattern = /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/

/** Writes a time so that it ends with the zone's offset: "11/20/2026, GMT+13:00", "GMT" alone for none. */
function offsetFormat(name: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0')
}
