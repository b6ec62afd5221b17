import { describe, expect, it } from 'vitest'

import { UsageError } from '../../../cli/commandLine.ts'
import { Lab } from '../../../bench/lab/lab.ts'
import { peersOf } from '../../../bench/peers/peers.ts'
import { peersPlanOf } from '../../../bench/peers/plan.ts'
import { questionKinds } from '../../../bench/peers/questions.ts'
import { runPeers } from '../../../bench/peers/run.ts'

const quick = peersPlanOf({ isQuick: true, orders: 1_000 })

it('everybody who is installed stores the same orders, and gives the right answers from what is stored', async () => {
  const plan = { ...quick, samples: 2 }
  const lab = new Lab(plan, new AbortController().signal, { step: () => () => {} }, () => {})
  // Throws where an answer is not the reference's.
  const { peers, compared, environment } = await runPeers(lab, plan, null)
  const databases = environment.duckDb === null ? [] : ['duckDb', 'parquet']
  expect(Object.keys(peers)).toEqual(['tidemark', ...databases, 'sqlite', 'array'])
  expect(compared).toBe(1 + 3 * questionKinds.length)
  expect(peers.tidemark?.billed).toMatchObject({ firstPage: 1 })
  expect(peers.tidemark?.billed?.everyRow).toBeGreaterThan(1)
  for (const result of Object.values(peers)) {
    expect(result.storedBytes).toBeGreaterThan(10_000)
    expect(result.onceMs).toBeGreaterThan(result.loadMs)
  }
  // Each process loads the whole of the functions; on a busy machine that takes seconds.
}, 600_000)

describe('another copy of the project', () => {
  const asked = { isQuick: true, orders: null, only: null }

  it('is refused where the folder has none', () => {
    expect(() => peersOf({ ...asked, before: 'docs' })).toThrow(UsageError)
  })

  it('is taken where it is whole', () => {
    expect(peersOf({ ...asked, before: '.' }).plan.mode).toBe('quick')
  })
})
