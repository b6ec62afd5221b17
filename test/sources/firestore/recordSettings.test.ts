import { describe, expect, it } from 'vitest'

import { parseSettingsFile } from '../../../functions/src/settingsFile.ts'

const name = { name: 'name', path: 'name', kind: 'text' }

/** The message of the error for a settings file with these streams; null where the file is read. */
function faultOf(streams: unknown): string | null {
  try {
    parseSettingsFile(JSON.stringify({ streams }))
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe('a stream that a shop declares', () => {
  it('has no name that every object knows', () => {
    expect(faultOf({ constructor: { collection: 'products', columns: [name] } })).toMatch(/choose another/)
  })

  it('needs a collection and a column', () => {
    expect(faultOf({ products: { collection: 'products', columns: [name] } })).toBeNull()
    expect(faultOf({ products: { columns: [name] } })).toMatch(/streams\.products\.collection/)
    expect(faultOf({ products: { collection: 'products', columns: [] } })).toMatch(
      /streams\.products\.columns: must name/,
    )
  })

  it.each<[string, object, RegExp]>([
    [
      'an amount without a currency',
      { kind: 'money' },
      /columns\[1\]\.kind: .* name a "currency" or a "currencyField"/,
    ],
    [
      'a facet that is a number',
      { kind: 'number', facet: true },
      /columns\[1\]\.facet: only a column of kind "category"/,
    ],
    [
      'a search in categories',
      { kind: 'category', search: true },
      /columns\[1\]\.search: only a column of kind "text"/,
    ],
    ['a name that is taken', { name: 'updatedAt' }, /columns\[1\]\.name: "updatedAt" is taken/],
    ['a name of every object', { name: 'toString' }, /columns\[1\]\.name: "toString" is taken/],
    ['a name that stands twice', { name: 'name' }, /columns\[1\]\.name: "name" is the name of another column/],
  ])('says where it is wrong: %s', (_what, column, message) => {
    const columns = [name, { name: 'other', path: 'other', kind: 'text', ...column }]
    expect(faultOf({ products: { collection: 'products', columns } })).toMatch(
      new RegExp(`^functions/tidemark\\.json: streams\\.products\\.${message.source}`),
    )
  })

  it('may have an amount where the stream says its currency', () => {
    const price = { name: 'price', path: 'price', kind: 'money' }
    expect(faultOf({ products: { collection: 'products', currency: 'EUR', columns: [price] } })).toBeNull()
    expect(faultOf({ products: { collection: 'products', currencyField: 'currency', columns: [price] } })).toBeNull()
  })

  it.each([
    ['orders', 'products', /streams\.orders: is the name of a stream of Tidemark/],
    ['missingRecords', 'products', /streams\.missingRecords: is the name of a stream of Tidemark/],
    ['Products', 'products', /streams\.Products: must be a name of letters and digits/],
    ['products', 'products_cache', /streams\.products\.collection: is a collection that Tidemark itself writes/],
  ])('is refused under the name %s of the collection %s', (stream, collection, message) => {
    expect(faultOf({ [stream]: { collection, columns: [name] } })).toMatch(message)
  })

  it('has so many columns at most, and there are so many streams', () => {
    const columns = Array.from({ length: 61 }, (_, n) => ({ ...name, name: `c${n}` }))
    expect(faultOf({ products: { collection: 'products', columns } })).toMatch(/columns: must be at most 60 columns/)
    const streams = Array.from({ length: 21 }, (_, n) => [`things${n}`, { collection: 'things', columns: [name] }])
    expect(faultOf(Object.fromEntries(streams))).toMatch(/streams: names more than 20 streams/)
  })
})
