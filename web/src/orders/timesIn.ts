import { wordsOf } from '../format/words.ts'

/** A time that a source's own record names. */
export interface NamedTime {
  readonly name: string
  readonly iso: string
}

const timeName = /(?:[a-z\d]At|_at|[tT]ime|[dD]ate|[tT]imestamp)$/
const isoText = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/
/** Numbers below are seconds, and those from here milliseconds: both lie between 2001 and 2286. */
const [leastSeconds, leastMilliseconds] = [1e9, 1e12]
const mostMilliseconds = 1e13

/** The times that a record names itself (`paidAt`, `delivery_time`, ...), earliest first: what is known of an order's life. */
export function timesIn(record: unknown): NamedTime[] {
  if (record === null || typeof record !== 'object') return []
  return Object.entries(record)
    .flatMap(([name, value]: [string, unknown]) => {
      const ms = timeName.test(name) ? millisecondsOf(value) : null
      return ms === null ? [] : [{ name: wordsOf(name), ms }]
    })
    .sort((a, b) => a.ms - b.ms)
    .map(({ name, ms }) => ({ name, iso: new Date(ms).toISOString() }))
}

function millisecondsOf(value: unknown): number | null {
  const number = typeof value === 'string' && isoText.test(value) ? Date.parse(value) : value
  if (typeof number !== 'number' || !(number >= leastSeconds) || number >= mostMilliseconds) return null
  return number < leastMilliseconds && typeof value === 'number' ? number * 1000 : number
}
