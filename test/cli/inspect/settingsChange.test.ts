import { describe, expect, it } from 'vitest'

import { changeSettings, diffLines } from '../../../cli/inspect/settingsChange.ts'

const never = () => false
const found = {
  collection: 'orders',
  createdAt: 'date',
  fields: { status: 'state', totalAmount: { path: 'sum', default: 0 } },
  money: { unit: 'minor' as const },
}

describe('changeSettings', () => {
  it('fills in what is missing, and leaves everything else in the file as it is', () => {
    const before = JSON.stringify({
      region: 'europe-west1',
      orders: { money: { currencies: { '€': 'EUR' } } },
      streams: {},
    })
    const { after, kept } = changeSettings(before, found, never)
    expect(JSON.parse(after)).toEqual({
      region: 'europe-west1',
      orders: { ...found, money: { unit: 'minor', currencies: { '€': 'EUR' } } },
      streams: {},
    })
    expect(kept).toEqual([])
  })

  it("keeps the shop's own where it differs, whole, and names it", () => {
    const own = { fields: { totalAmount: { path: 'total' } }, money: { unit: 'major' } }
    const { after, kept } = changeSettings(JSON.stringify({ orders: own }), found, never)
    expect(JSON.parse(after).orders).toMatchObject({ fields: { status: 'state', ...own.fields }, money: own.money })
    expect(kept).toEqual(['orders.fields.totalAmount', 'orders.money.unit'])
  })

  it('takes what was found in its place where that is wanted', () => {
    const own = { fields: { totalAmount: { path: 'total' } }, money: { unit: 'major' } }
    const { after, kept } = changeSettings(
      JSON.stringify({ orders: own }),
      found,
      (path) => path === 'orders.money.unit',
    )
    expect(JSON.parse(after).orders).toMatchObject({ fields: own.fields, money: { unit: 'minor' } })
    expect(kept).toEqual(['orders.fields.totalAmount'])
  })

  it('changes nothing the second time', () => {
    const { after } = changeSettings('', found, never)
    expect(changeSettings(after, found, never)).toEqual({ before: after, after, kept: [] })
  })
})

it('writes short parts on one line, whatever stands in them', () => {
  const rules = [{ when: { 'a": {': ['x,"y', 'z'] }, status: 'shipped' as const }]
  const { after } = changeSettings('', { ...found, status: { rules } }, never)
  expect(JSON.parse(after).orders).toEqual({ ...found, status: { rules } })
  expect(after).toContain(
    '    "status": { "rules": [{ "when": { "a\\": {": ["x,\\"y", "z"] }, "status": "shipped" }] }\n',
  )
})

describe('diffLines', () => {
  it('shows the lines that go and come, with two around them', () => {
    const before = ['a', 'b', 'c', 'd', 'e', 'f'].join('\n')
    const after = ['a', 'b', 'c', 'D', 'e', 'f', 'g'].join('\n')
    expect(diffLines(before, after)).toEqual(['  b', '  c', '+ D', '- d', '  e', '  f', '+ g'])
  })

  it('is empty for the same text', () => {
    expect(diffLines('a\nb\n', 'a\nb\n')).toEqual([])
  })
})
