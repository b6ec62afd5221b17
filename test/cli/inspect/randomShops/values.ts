import { majorUnits } from '../../../../functions/src/contract/money.ts'
import { Timestamp } from '../../../../functions/src/lib/firestore/firestore.ts'
import { languages, minutesAhead, used, type Shape, type Used } from './shape.ts'

const signs: Readonly<Record<string, string>> = { EUR: '€', USD: '$', INR: '₹', JPY: '¥' }

/** An amount as the shop writes it: in major or minor units, as a number or a text. */
export function amountOf({ amounts }: Shape, minor: number, currency: string): number | string {
  const text = majorUnits(minor, currency)
  if (amounts === 'minor') return minor
  if (amounts === 'major') return Number(text)
  if (amounts === 'sign') return `${signs[currency]}${text}`
  const [whole = '', fraction] = text.split('.')
  if (amounts === 'text' || fraction === undefined) return text
  return amounts === 'comma' ? `${whole},${fraction}` : `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`
}

/** A currency as the shop writes it. */
export function codeOf({ writtenCode }: Shape, currency: string): unknown {
  if (writtenCode === 'lower') return currency.toLowerCase()
  return writtenCode === 'map' ? { code: currency, symbol: signs[currency] } : currency
}

/** A status as the shop writes it: a word, the name of an enumeration, or a number. */
export function wordOf({ words }: Shape, status: Used): unknown {
  const english = languages.english[status]
  if (words === 'integer') return used.indexOf(status)
  if (words === 'upper') return english.toUpperCase()
  if (words === 'enum') return `OrderStatus.${english}`
  if (words === 'camel' || words === 'lower') return status === 'shipped' && words === 'camel' ? 'inTransit' : english
  return languages[words][status]
}

/** A time in milliseconds as the shop writes it. */
export function timeOf({ times, zone }: Shape, ms: number): unknown {
  const ahead = minutesAhead[zone]
  const wall = new Date(ms + ahead * 60_000).toISOString()
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60].map((n) =>
    String(n).padStart(2, '0'),
  )
  const sign = ahead < 0 ? '-' : '+'
  switch (times) {
    case 'timestamp':
      return Timestamp.fromMillis(ms)
    case 'milliseconds':
      return ms
    case 'seconds':
      return Math.floor(ms / 1000)
    case 'microseconds':
      return ms * 1000
    case 'digits':
      return String(ms)
    case 'iso':
      return new Date(ms).toISOString()
    case 'offset':
      return `${wall.slice(0, 19)}${sign}${hours}:${minutes}`
    case 'wall':
      return wall.slice(0, 19).replace('T', ' ')
    case 'exported':
      return { _seconds: Math.floor(ms / 1000), _nanoseconds: (ms % 1000) * 1e6 }
    case 'text':
      return `${textOf(wall)} GMT${sign}${hours}${minutes} (Somewhere Standard Time)`
  }
}

/** `Wed Nov 18 2026 16:36:40`. */
function textOf(wall: string): string {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(wall)
    .toUTCString()
    .replace(',', '')
    .split(' ')
  return `${day} ${month} ${date} ${year} ${time}`
}
