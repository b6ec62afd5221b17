/*
 * What Firestore (Standard edition) asks for in us-central1, in US dollars. Multi-regions such as nam5 cost twice as
 * much, and the first 50,000 reads, 20,000 writes and 20,000 deletes of a day are free, deletes by TTL excepted:
 * https://cloud.google.com/firestore/pricing; the prices themselves: https://firebase.google.com/docs/firestore/standard-edition
 */
export const dollarsPerRead = 0.03 / 100_000
export const dollarsPerWrite = 0.09 / 100_000
export const dollarsPerDelete = 0.01 / 100_000

/** The unit prices, to be shown wherever a price is. */
export const priceNote =
  '$0.03 per 100,000 reads and $0.09 per 100,000 writes (us-central1; a multi-region such as nam5 costs twice as much)'
/** The unit price of deletes, to be shown where a price holds any. */
export const deletePriceNote = '$0.01 per 100,000 deletes'

/** What reads, writes and deletes cost, in US dollars. */
export function dollarsOf(bill: {
  readonly reads: number
  readonly writes: number
  readonly deletes?: number
}): number {
  const { reads, writes, deletes = 0 } = bill
  return reads * dollarsPerRead + writes * dollarsPerWrite + deletes * dollarsPerDelete
}

/** Dollars with two significant digits and no exponent, for the amounts here span from millionths to hundreds. */
export function formatDollars(dollars: number): string {
  if (dollars === 0) return '$0'
  const decimals = dollars >= 1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(dollars)))
  return `$${dollars.toFixed(decimals)}`
}
