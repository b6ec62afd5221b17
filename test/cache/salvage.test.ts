import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { isHeld } from '../../functions/src/cache/leaseMoves.ts'
import { longestLeaseMs, salvage, stateWithout, withoutFuture } from '../../functions/src/cache/salvage.ts'
import { instantFromMs, shift } from '../../functions/src/lib/instant.ts'
import { initialState, pipelineStateSchema, type PipelineState } from '../../functions/src/model/state.ts'

const pipeline = 'firestore.orders'
const now = instantFromMs(Date.UTC(2026, 10, 1))
const earlier = shift(now, -60_000)
const later = instantFromMs(Date.UTC(2030, 0, 1))

/** A pipeline that has run for a while. */
const state: PipelineState = {
  ...initialState(pipeline),
  watermark: { at: earlier, id: 'a' },
  bound: earlier,
  reports: { watermark: { at: earlier, id: 'a' }, bound: earlier, recent: null },
  lease: { fence: 41, holder: null, expiresAt: null },
  commitId: 'c1',
  cacheVersion: 12,
  liveCount: 3,
  lastFullAttemptAt: earlier,
}

describe('what is salvaged of a watermark document', () => {
  it('is everything of a sound one', () => {
    expect(salvage(pipeline, state, now)).toEqual({ state, problems: [] })
  })

  it('is each field that can be read, whatever the others hold', () => {
    const fields = Object.keys(pipelineStateSchema.shape)
    const rubbish = fc.constantFrom<unknown>('text', -1, Number.NaN, [], { at: 1 }, undefined, true)
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), rubbish), (damage) => {
        const salvaged = salvage(pipeline, { ...state, ...damage }, now)
        expect(pipelineStateSchema.safeParse(salvaged.state).success).toBe(true)
        expect(Object.keys(damage)).toEqual(expect.arrayContaining([...salvaged.problems]))
        for (const field of fields.filter((name) => !(name in damage) && name !== 'quarantineOverflow')) {
          expect(salvaged.state[field as keyof PipelineState]).toEqual(state[field as keyof PipelineState])
        }
      }),
    )
  })

  it('keeps the fence of a damaged lease, or takes one that is larger than any that was counted', () => {
    const fenceOf = (lease: unknown): number => salvage(pipeline, { ...state, lease }, now).state.lease.fence
    expect(fenceOf({ fence: 41, holder: 'nobody', expiresAt: 5 })).toBe(41)
    expect(fenceOf({ fence: '41' })).toBeGreaterThan(1_000_000_000)
    expect(stateWithout(pipeline, { cacheVersion: 12, liveCount: 3, declaration: 'd' }, now).state).toMatchObject({
      cacheVersion: 12,
      liveCount: 3,
      lease: { fence: expect.toSatisfy((fence: number) => fence > 1_000_000_000) as number, holder: null },
    })
  })

  it('knows nobody in quarantine where the list is damaged, so that their documents are asked', () => {
    expect(salvage(pipeline, { ...state, quarantined: 'all' }, now).state).toMatchObject({
      quarantined: [],
      quarantineOverflow: true,
    })
  })
})

describe('a time that this code cannot have written', () => {
  it.each<[string, Partial<PipelineState>, Partial<PipelineState>]>([
    ['the bound', { bound: later }, { bound: null }],
    ['the watermark', { watermark: { at: later, id: 'a' } }, { watermark: null }],
    ['the checkpoint', { checkpoint: { until: later, after: { at: earlier, id: 'a' } } }, { checkpoint: null }],
    ['the bound of the reports', { reports: { watermark: null, bound: later, recent: null } }, { reports: null }],
    ['the last full run', { lastFullAttemptAt: later }, { lastFullAttemptAt: null }],
    [
      'the quarantine',
      { quarantined: [{ id: 'a', version: '1', at: later }] },
      { quarantined: [], quarantineOverflow: true },
    ],
    [
      'a lease',
      { lease: { fence: 41, holder: null, expiresAt: instantFromMs(Date.UTC(2090, 0, 1)) } },
      { lease: { fence: 41, holder: null, expiresAt: null } },
    ],
  ])('is not believed: %s', (_what, stored, expected) => {
    const { state: believed, problems } = withoutFuture({ ...state, ...stored }, now)
    expect(believed).toEqual({ ...state, ...expected })
    expect(problems).toEqual(Object.keys(expected))
  })

  it('is none where the clocks of machines explain it', () => {
    const close = shift(now, 30_000)
    const sound = { ...state, bound: close, lease: { ...state.lease, expiresAt: shift(now, longestLeaseMs) } }
    expect(withoutFuture(sound, now)).toEqual({ state: sound, problems: [] })
  })

  it('holds no lease', () => {
    const until = (expiresAt: PipelineState['lease']['expiresAt']): boolean =>
      isHeld({ ...state, lease: { ...state.lease, expiresAt } }, now)
    expect(until(instantFromMs(Date.UTC(2090, 0, 1)))).toBe(false)
    expect(until(shift(now, longestLeaseMs))).toBe(true)
    expect(until(earlier)).toBe(false)
  })
})
