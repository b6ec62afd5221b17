import type { OrderStatsBucket } from 'contract/api.ts'
import type { Figures } from './figures.ts'

export interface Share<T extends string> extends Figures {
  readonly value: T
  /** Of all orders, from 0 to 1. */
  readonly share: number
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 })

/** The values that orders of one currency have, in the order of `values`, each with its share of the orders. */
export function sharesOf<T extends string>(
  values: readonly T[],
  buckets: readonly OrderStatsBucket[],
  currency: string,
): Share<T>[] {
  const own = new Map(buckets.filter((one) => one.currency === currency).map((one) => [one.bucket, one]))
  const all = [...own.values()].reduce((sum, { count }) => sum + count, 0)
  return values.flatMap((value) => {
    const one = own.get(value)
    if (one === undefined) return []
    const { count, unmapped, leftOut, revenue } = one
    return { value, count, unmapped, leftOut, revenue, share: count / all }
  })
}

export function formatShare(share: number): string {
  return percent.format(share)
}
