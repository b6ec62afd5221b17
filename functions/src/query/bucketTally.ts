import { wordAt } from '../cache/columns.ts'
import { InvalidInputError } from '../lib/errors.ts'
import type { OrderStatsBucket, StatsDimension } from '../model/api.ts'
import type { ListColumns } from './block.ts'
import { periodOf } from './buckets.ts'
import { compareUnits } from './collation.ts'
import { ExactSum } from './exactSum.ts'
import type { Matches } from './matches.ts'

const dayMs = 86_400_000

interface Tally {
  readonly bucket: string
  readonly currency: string
  count: number
  unmapped: number
  readonly sum: ExactSum
}

/** Counts orders and sums their totals by bucket and currency; those of unknown status are counted and not summed. */
export class BucketTally {
  readonly #by: StatsDimension
  readonly #tallies = new Map<string, Tally>()

  constructor(by: StatsDimension) {
    this.#by = by
  }

  /** Adds the matching rows of a block. */
  add(columns: ListColumns, { marks }: Matches): void {
    const { total, currency, statusUnknown } = columns
    const group = this.#groups(columns)
    // Rows of one day stand together, and there are few statuses: the tally is seldom looked up by its name.
    const tallies = new Map<number, Tally>()
    for (let row = 0; row < columns.rows; row++) {
      if (marks !== null && marks[row] === 0) continue
      const key = group(row) * currency.words.length + (currency.codes[row] ?? 0)
      let tally = tallies.get(key)
      if (tally === undefined) tallies.set(key, (tally = this.#tallyOf(columns, row)))
      tally.count += 1
      if (statusUnknown[row] === 1) tally.unmapped += 1
      else tally.sum.add(total[row] ?? 0)
    }
  }

  /** A number for each row, the same only for rows of one bucket. */
  #groups({ createdAt, status, source }: ListColumns): (row: number) => number {
    if (this.#by === 'status') return (row) => status.codes[row] ?? 0
    if (this.#by === 'source') return (row) => source.codes[row] ?? 0
    return (row) => Math.floor((createdAt[row] ?? 0) / dayMs)
  }

  #tallyOf(columns: ListColumns, row: number): Tally {
    const by = this.#by
    const bucket =
      by === 'status' || by === 'source' ? wordAt(columns[by], row) : periodOf(columns.createdAt[row] ?? 0, by)
    const currency = wordAt(columns.currency, row)
    const name = `${bucket} ${currency}`
    const tally = this.#tallies.get(name) ?? { bucket, currency, count: 0, unmapped: 0, sum: new ExactSum() }
    this.#tallies.set(name, tally)
    return tally
  }

  /** By bucket, then currency. Throws an InvalidInputError where a sum is beyond what a number holds. */
  buckets(): OrderStatsBucket[] {
    return [...this.#tallies.values()]
      .map(({ bucket, currency, count, unmapped, sum }) => ({
        bucket,
        currency,
        count,
        unmapped,
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
