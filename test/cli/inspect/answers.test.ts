import { describe, expect, it } from 'vitest'

import { answersInFlags, answersInSettings, askAll } from '../../../cli/inspect/answers.ts'
import { propose } from '../../../cli/inspect/propose.ts'
import type { Answers } from '../../../cli/inspect/questions.ts'
import { ordersAs } from '../../harness/orderSettings.ts'
import { sampleOf } from './shapes/shape.ts'
import { shopsByValues } from './shapes/values.ts'

const { documents } = sampleOf(shopsByValues.S4, 40)
const proposalFor = (answers: Answers) => propose(documents, { collection: 'orders', defaultCurrency: null, answers })

/** A terminal on which these lines are typed, and the lines that it shows. */
function typing(lines: string[]) {
  const said: string[] = []
  const ask = async (question: string) => {
    said.push(question)
    return lines.shift() ?? ''
  }
  return { said, terminal: { ask, say: (line: string) => void said.push(line), problemWith: () => null } }
}

describe('askAll', () => {
  it('asks again where an answer is none of the choices, and takes the one that is', async () => {
    const { said, terminal } = typing(['cents', 'minor'])
    const answers = await askAll(new Map(), { ...terminal, questionsFor: (some) => proposalFor(some).questions })
    expect([...answers]).toEqual([['orders.money.unit', 'minor']])
    expect(said).toContain('"cents" is not one of them.')
    expect(proposalFor(answers).orders.money).toEqual({ unit: 'minor' })
  })

  it('leaves a question open for an empty answer, and asks it once', async () => {
    const { said, terminal } = typing([])
    expect(await askAll(new Map(), { ...terminal, questionsFor: (some) => proposalFor(some).questions })).toEqual(
      new Map(),
    )
    expect(said).toHaveLength(1)
  })
})

it('asks nothing that the settings say already', () => {
  const known = answersInSettings({ money: { unit: 'minor' }, status: { words: { APPROVED: 'processing' } } })
  const { questions, orders } = proposalFor(known)
  expect(questions).toEqual([])
  expect(ordersAs(orders).money.unit).toBe('minor')
})

it('reads answers as flags give them, and refuses what is asked nowhere', () => {
  expect([...answersInFlags(['orders.status.words.a=b=pending'])]).toEqual([['orders.status.words.a=b', 'pending']])
  for (const wrong of ['unit=minor', 'orders.money.unit', 'orders.collection=x'])
    expect(() => answersInFlags([wrong])).toThrow('--answer takes SETTING=VALUE')
})
