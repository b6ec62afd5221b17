import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { SettingError } from '../functions/src/lib/errors.ts'
import { parseSettingsFile, readSettingsFile } from '../functions/src/settingsFile.ts'

const column = { name: 'price', path: 'price', kind: 'money' }

describe('a mistake is told with its place and what to write', () => {
  it.each([
    ['', /is no JSON: it is empty/],
    ['{\n  "orders": {},\n}', /is no JSON: line 2, column 15: no comma may stand before a "}"/],
    ['{"streams": {"a": [1,]}}', /column 21: no comma may stand before a "]"/],
    ['{\n  // ours\n  "orders": {}\n}', /line 2, column 3: comments cannot stand in it/],
    ["{'orders': {}}", /line 1, column 2: texts stand in double quotes/],
    ['{"orders": {}', /is no JSON: Expected .*line 1 column 14/],
    ['["orders"]', /must be an object in braces/],
    [{ order: {} }, /"order" is no setting: did you mean "orders"\?/],
    [{ orders: { feilds: {} } }, /orders: "feilds" is no setting: did you mean "fields"\?/],
    [{ orders: { fields: { ststus: 'x' } } }, /orders\.fields: "ststus" is no setting: did you mean "status"\?/],
    [{ orders: { fields: { status: { paht: 'x' } } } }, /orders\.fields\.status: "paht" .* did you mean "path"\?/],
    [{ orders: { money: { units: { price: 'minor' } } } }, /orders\.money\.units: "price" .*there are .*items\.price/],
    [{ orders: { status: { words: { done: 'sent' } } } }, /orders\.status\.words\.done: must be one of "pending", .*/],
    [{ orders: { money: { unit: 'cents' } } }, /orders\.money\.unit: must be one of "major", "minor"/],
    [{ orders: { collection: 3 } }, /orders\.collection: must be a text in quotes/],
    [{ orders: { totalFromItems: 'yes' } }, /orders\.totalFromItems: must be true or false/],
    [{ orders: { collection: 'users/{uid}' } }, /orders\.collection: must be the path of a collection, like orders/],
    [{ orders: { fields: { status: 'items.*.state' } } }, /orders\.fields\.status: must be a field path.*no wildcards/],
    [{ orders: { fields: { status: ['a', 'items[0]'] } } }, /orders\.fields\.status\[1\]: must be a field path/],
    [
      { orders: { fields: { status: 3 } } },
      /orders\.fields\.status: must be a field path, a list of them, or an object/,
    ],
    [{ orders: { currency: 'euro' } }, /orders\.currency: must be a currency code of three letters, like USD/],
    [{ orders: { timeZone: '+05:30' } }, /orders\.timeZone: must be an IANA time zone like Asia\/Kolkata/],
    [{ orders: { columns: [{ ...column, shwon: true }] } }, /orders\.columns\[0\]: "shwon" .* did you mean "shown"\?/],
    [{ streams: { products: { collection: 'products' } } }, /streams\.products\.columns: is missing, .* a list/],
    // Its own writes would report themselves for ever.
    [{ orders: { collection: 'orders_cache' } }, /orders\.collection: is a collection that Tidemark itself writes/],
    // Each name in braces may stand once in a trigger's path, which ends in one of its own.
    [{ orders: { collection: 'shops/{id}/users/{id}/orders' } }, /orders\.collection: has a name in braces twice/],
    [{ orders: { collection: 'users/{orderId}/orders' } }, /orders\.collection: has \{orderId\}.*like \{order\}/],
    [{ streams: { a: { collection: 'a/{recordId}/b', columns: [] } } }, /streams\.a\.collection: has .*\{recordId\}/],
    // A parser of records leaves it out.
    ['{"orders":{"status":{"words":{"__proto__":"shipped"}}}}', /"__proto__" cannot be a name in it: remove it/],
    ['{"streams":{"__proto__":{}}}', /"__proto__" cannot be a name in it: remove it/],
    [{ orders: { status: { words: { Done: 'shipped', DONE: 'cancelled' } } } }, /DONE.*: is another spelling/],
    [{ region: 'eur3' }, /region: must be a region like europe-west1\. For a database in eur3/],
    [{ database: 'Shop' }, /database: must be the id of a Firestore database/],
  ])('%j', (written, problem) => {
    const read = (): unknown => parseSettingsFile(typeof written === 'string' ? written : JSON.stringify(written))
    expect(read).toThrow(SettingError)
    expect(read).toThrow(/^functions\/tidemark\.json: /)
    expect(read).toThrow(problem)
  })

  it('of many mistakes it tells five', () => {
    const columns = Array.from({ length: 7 }, () => ({ ...column, kind: 'word' }))
    expect(() => parseSettingsFile(JSON.stringify({ orders: { columns } }))).toThrow(/columns\[4\][^;]*; and 2 more$/)
  })
})

it('takes a file that an editor began with a byte order mark', () => {
  expect(parseSettingsFile('\uFEFF{"region":"asia-south1"}').region).toBe('asia-south1')
})

it('reads the file that TIDEMARK_SETTINGS names, from the folder of the functions or from anywhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark #1 '))
  try {
    writeFileSync(join(folder, 'tidemark.json'), '{"region":"asia-south1"}')
    writeFileSync(join(folder, 'own.json'), '{"region":"europe-west1"}')
    const regionBy = (name?: string): string => readSettingsFile({ TIDEMARK_SETTINGS: name }, folder).region
    expect(regionBy()).toBe('asia-south1')
    expect(regionBy('own.json')).toBe('europe-west1')
    expect(regionBy(join(folder, 'own.json'))).toBe('europe-west1')
    expect(() => regionBy('other.json')).toThrow(/^functions\/other\.json: is not there: correct TIDEMARK_SETTINGS/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
