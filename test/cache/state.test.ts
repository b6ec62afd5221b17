import { describe, expect, it } from 'vitest'

import { believed, stateOf } from '../../functions/src/cache/state.ts'
import { EncodingError } from '../../functions/src/lib/errors.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { momentOfTimestamp } from '../../functions/src/lib/firestore/usage.ts'
import { initialState } from '../../functions/src/model/state.ts'
import { stored } from './stored.ts'

const path = 'sync_state/firestore.orders'
const state = initialState('firestore.orders')
const readTime = new Timestamp(1_800_000_000, 0)
const read = (fields: Record<string, unknown> | undefined) =>
  stateOf(Object.assign(stored(path, fields), { id: 'firestore.orders', readTime }))

describe('the watermark document', () => {
  it('that does not exist is no state', () => {
    expect(read(undefined)).toBeNull()
  })

  it('is read as it was written', () => {
    expect(read({ ...state })).toEqual(state)
  })

  it('of a later encoding is left alone: the functions are too old', () => {
    expect(() => read({ ...state, encoding: 2, somethingNew: true })).toThrow(
      new EncodingError(`${path} has encoding 2, this code reads up to 1: deploy the newer functions.`, {
        isNewer: true,
      }),
    )
  })

  it('that is damaged keeps what can be read of it', () => {
    const damaged = { ...state, liveCount: 'three', watermark: { at: 'secret', id: 'a' }, cacheVersion: 7 }
    expect(read(damaged)).toEqual({ ...state, cacheVersion: 7 })
  })

  it('is told with the fields that are damaged and the way out, without their values', () => {
    const { state: told, isDamaged } = believed(
      { state, problems: ['liveCount', 'watermark'] },
      momentOfTimestamp(readTime),
    )
    expect(isDamaged).toBe(true)
    expect(told?.damage).toBe(
      `${path} was damaged or changed outside Tidemark (liveCount, watermark). A full run mends it: one starts with the next ` +
        'sync, or now by POST resyncOrders.',
    )
  })
})
