import type { OrderStatsBucket, StatsDimension } from '../../contract/api.ts'
import { lostStatuses } from '../../contract/order.ts'
import { periodOf } from '../../contract/periods.ts'
import type { TimeZone } from '../../contract/timeZone.ts'
import { InvalidInputError } from '../../lib/errors.ts'
import { wordAt, type Columns } from '../encoding/columns.ts'
import type { Matches } from '../plan/matches.ts'
import { compareUnits } from '../encoding/collation.ts'
import { ExactSum } from './exactSum.ts'
import { orderColumnsOf, type OrderColumns } from './orderRow.ts'

interface Tally {
  readonly bucket: string
  readonly currency: string
  count: number
  unmapped: number
  leftOut: number
  readonly sum: ExactSum
}

export interface TallyOptions {
  readonly by: StatsDimension
  /** Whose days, weeks and months they are. */
  readonly zone: TimeZone
  /** True to sum the totals of cancelled and refunded orders as well. */
  readonly includeCancelled: boolean
}

/**
 * Counts orders and sums their totals by bucket and currency; those of unknown status, and cancelled and refunded ones unless
 * they are to be included, are counted and not summed.
 */
export class BucketTally {
  readonly #by: StatsDimension
  readonly #zone: TimeZone
  readonly #lost: readonly string[]
  readonly #tallies = new Map<string, Tally>()

  constructor({ by, zone, includeCancelled }: TallyOptions) {
    this.#by = by
    this.#zone = zone
    this.#lost = includeCancelled ? [] : lostStatuses
  }

  /** Adds the matching rows of a block. */
  add(all: Columns, { marks }: Matches): void {
    const columns = orderColumnsOf(all)
    const { total, currency, status, statusUnknown } = columns
    const isLost = Uint8Array.from(status.words, (word) => (word !== null && this.#lost.includes(word) ? 1 : 0))
    const group = this.#groups(columns)
    // Rows of one day stand together, and there are few statuses: the tally is seldom looked up by its name.
    const tallies = new Map<number, Tally>()
    for (let row = 0; row < all.rows; row++) {
      if (marks !== null && marks[row] === 0) continue
      const key = group(row) * currency.words.length + (currency.codes[row] ?? 0)
      let tally = tallies.get(key)
      if (tally === undefined) tallies.set(key, (tally = this.#tallyOf(columns, row)))
      tally.count += 1
      if (statusUnknown[row] === 1) tally.unmapped += 1
      else if (isLost[status.codes[row] ?? 0] === 1) tally.leftOut += 1
      else tally.sum.add(total[row] || 0)
    }
  }

  /** A number for each row, the same only for rows of one bucket. */
  #groups({ createdAt, status, source }: OrderColumns): (row: number) => number {
    if (this.#by === 'status') return (row) => status.codes[row] ?? 0
    if (this.#by === 'source') return (row) => source.codes[row] ?? 0
    const dayOf = this.#zone.finder()
    return (row) => dayOf(createdAt[row] ?? 0)
  }

  #tallyOf(columns: OrderColumns, row: number): Tally {
    const by = this.#by
    const bucket =
      by === 'status' || by === 'source'
        ? (wordAt(columns[by], row) ?? '')
        : periodOf(this.#zone.dayOf(columns.createdAt[row] ?? 0), by)
    const currency = wordAt(columns.currency, row) ?? ''
    const name = `${bucket} ${currency}`
    const none = { bucket, currency, count: 0, unmapped: 0, leftOut: 0, sum: new ExactSum() }
    const tally = this.#tallies.get(name) ?? none
    this.#tallies.set(name, tally)
    return tally
  }

  /** By bucket, then currency. Throws an InvalidInputError where a sum is beyond what a number holds. */
  buckets(): OrderStatsBucket[] {
    return [...this.#tallies.values()]
      .map(({ bucket, currency, count, unmapped, leftOut, sum }) => ({
        bucket,
        currency,
        count,
        unmapped,
        leftOut,
        revenue: revenueOf(sum),
      }))
      .sort((a, b) => compareUnits(a.bucket, b.bucket) || compareUnits(a.currency, b.currency))
  }
}

function revenueOf(sum: ExactSum): number {
  const revenue = sum.value()
  if (revenue !== null) return revenue
  throw new InvalidInputError('filter', 'lets through so much that a sum exceeds 2^53 - 1 minor units; narrow it')
}
