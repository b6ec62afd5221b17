/** Parts of an address in the order in which people write them; sources name them in ways of their own. */
const parts = [
  /name|recipient/i,
  /company|organi[sz]ation/i,
  /^(full_?)?address$|line_?1|street/i,
  /line_?[2-9]/i,
  /city|town|locality/i,
  /region|state|province|district/i,
  /postal|postcode|zip/i,
  /country/i,
] as const

/** The lines of an address. Documents forget the order in which their fields were written. */
export function addressLines(address: Readonly<Record<string, unknown>> | undefined): string[] {
  return textsIn(address ?? {})
    .sort((a, b) => a.place - b.place)
    .map(({ text }) => text)
}

function textsIn(fields: Readonly<Record<string, unknown>>): { place: number; text: string }[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (value !== null && typeof value === 'object') return textsIn(value as Record<string, unknown>)
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
    const place = parts.findIndex((part) => part.test(name))
    return text === '' ? [] : [{ place: place < 0 ? parts.length : place, text }]
  })
}
