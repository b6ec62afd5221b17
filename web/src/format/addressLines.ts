import { addressOrder, type AddressPart } from './addressOrders.ts'

/** What the parts are called, in the order in which people write them where nobody knows how their country does. */
const names: readonly (readonly [AddressPart, RegExp])[] = [
  ['name', /name|recipient/i],
  ['company', /company|organi[sz]ation/i],
  ['street', /^(full_?)?address$|line_?1|street/i],
  ['street', /line_?[2-9]/i],
  ['city', /city|town|locality/i],
  // A code of a region is TikTok's code of the country.
  ['region', /region(?!_code)|state|province|district/i],
  ['postalCode', /postal|postcode|zip/i],
  ['country', /country|region_code/i],
]

/** The texts of a part; of those that are none, where it is null. */
type Texts = (part: AddressPart | null) => readonly string[]

/**
 * The lines of an address, in the order of its country where that is known. Documents forget the order in which their fields were
 * written.
 */
export function addressLines(address: Readonly<Record<string, unknown>> | undefined): string[] {
  const found = textsIn(address ?? {}).sort((a, b) => a.place - b.place)
  const all = found.map(({ text }) => text)
  const texts: Texts = (part) =>
    found.filter(({ place }) => (names[place]?.[0] ?? null) === part).map(({ text }) => text)
  const order = addressOrder(texts('country')[0] ?? '', all.join(' '))
  if (order === null) return all
  const lines = order.flatMap((line) => lineOf(line, texts))
  // A region that the country's addresses do not have is told all the same.
  const untold = names.flatMap(([part]) => (order.some((line) => line.includes(part)) ? [] : texts(part)))
  return [...lines, ...untold, ...texts(null)]
}

/** Tells whether something with parts is an address: it has several, and each is one of an address. */
export function isAddress(fields: Readonly<Record<string, unknown>>): boolean {
  const found = textsIn(fields)
  return found.length > 1 && found.every(({ place }) => place < names.length)
}

/** A line with the texts of its parts. What is absent takes with it what stands before it, or at the beginning behind it. */
function lineOf(line: string, texts: Texts): readonly string[] {
  const parts = [...line.matchAll(/([a-z]+)([^a-z]*)/gi)]
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return texts(only[1] as AddressPart) // The table's own names.
  let written = ''
  parts.forEach(([, part], i) => {
    const text = texts(part as AddressPart).join(', ') // The same.
    if (text !== '') written += written === '' ? text : `${parts[i - 1]?.[2] ?? ''}${text}`
  })
  return written === '' ? [] : [written]
}

function textsIn(fields: Readonly<Record<string, unknown>>): { place: number; text: string }[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (value !== null && typeof value === 'object') return textsIn(value as Record<string, unknown>)
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
    const place = names.findIndex(([, called]) => called.test(name))
    return text === '' ? [] : [{ place: place < 0 ? names.length : place, text }]
  })
}
