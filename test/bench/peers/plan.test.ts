import { expect, it } from 'vitest'

import { peersPlanOf } from '../../../bench/peers/plan.ts'
import { questionKinds, questionOf } from '../../../bench/peers/questions.ts'

it('a full run has 314,000 orders, five processes each, and a hundred warm answers to a kind of question', () => {
  const plan = peersPlanOf({ isQuick: false, orders: null })
  expect(plan).toMatchObject({ mode: 'full', orders: 314_000, runs: 5, samples: 100 })
})

it('a quick run is smaller, and either has as many orders as are asked for', () => {
  expect(peersPlanOf({ isQuick: true, orders: null })).toMatchObject({ mode: 'quick', runs: 1 })
  expect(peersPlanOf({ isQuick: false, orders: 20_000 })).toMatchObject({ mode: 'full', orders: 20_000 })
})

it('no question is the one before it', () => {
  for (const kind of questionKinds) {
    const asked = Array.from({ length: 101 }, (_, i) => JSON.stringify(questionOf(kind, i)))
    expect(asked.filter((question, i) => question === asked[i - 1])).toEqual([])
  }
})

it('a hundred rare searches are for a hundred order numbers', () => {
  const numbers = Array.from({ length: 100 }, (_, i) => questionOf('rareSearch', i).filter.search)
  expect(new Set(numbers).size).toBe(100)
  expect(numbers[0]).toBe('#12345')
})
