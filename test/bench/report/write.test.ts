import { describe, expect, it } from 'vitest'

import { jsonOf } from '../../../bench/report/write.ts'
import { goodResults } from '../sampleResults.ts'

describe('figures', () => {
  it('are rounded in the JSON, whole ones kept', () => {
    const json = jsonOf({ ...goodResults, latencyOrders: 314_159, sync: { ...goodResults.sync, full: fullOf(1 / 3) } })
    expect(JSON.parse(json)).toMatchObject({ latencyOrders: 314_159, sync: { full: { tidemark: 0.3333 } } })
  })
})

function fullOf(tidemark: number): typeof goodResults.sync.full {
  return { ...goodResults.sync.full, tidemark }
}
