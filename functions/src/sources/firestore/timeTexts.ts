/*
 * Times as programs write them for people.
 */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** A time of day, its offset or zone, and the zone's name. */
const clock = String.raw`(?: (\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?: ?(?:GMT|UTC)?([+-]\d\d:?\d\d)| (GMT|UTC|Z))?(?: \([^()]*\))?)?`
/** `Date.toString()` and `toDateString()`: "Wed Nov 18 2026 16:36:40 GMT+0530 (India Standard Time)". */
const monthFirst = new RegExp(`^(?:[a-z]{3},? )?(?<month>[a-z]{3}) (?<day>\\d\\d?),? (?<year>\\d{4})${clock}$`, 'i')
/** RFC 2822 and `toUTCString()`: "Wed, 18 Nov 2026 11:06:40 GMT". */
const dayFirst = new RegExp(`^(?:[a-z]{3},? )?(?<day>\\d\\d?) (?<month>[a-z]{3}) (?<year>\\d{4})${clock}$`, 'i')
const slashed = /^(\d{4})\/(\d\d)\/(\d\d)(?=$|[ T])/

/** The ISO 8601 text of a time whose month is a name, or whose date has slashes and begins with the year; else the text itself. */
export function isoOfText(text: string): string {
  const match = monthFirst.exec(text) ?? dayFirst.exec(text)
  if (match === null) return text.replace(slashed, '$1-$2-$3')
  const { month = '', day = '', year = '' } = match.groups ?? {}
  const [time, offset, utc] = match.slice(4)
  const number = months.indexOf(month.toLowerCase()) + 1
  const date = `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`
  return time === undefined ? date : `${date}T${time}${offset ?? (utc === undefined ? '' : 'Z')}`
}

const numericDate = /^\d\d?([/.-])\d\d?\1(\d{4}|\d\d)(?!\d)/

/** Tells whether a text is a date whose day and month cannot be told apart: 03/04/2026. */
export function isUnclearDate(text: string): boolean {
  return numericDate.test(text.trim())
}
