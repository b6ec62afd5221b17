/**
 * A time as the API sends it: with three digits of fraction, or with none where they would be zeros. (So times do not sort as
 * strings: `…36.136Z` stands before `…36Z`.)
 */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

/** The milliseconds of an RFC 3339 time, its finer digits left out; null where it is none. */
export function msOfTime(text: string): number | null {
  const ms = rfc3339.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(ms) ? null : ms
}
