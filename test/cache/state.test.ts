import { describe, expect, it } from 'vitest'

import { instantOfTimestamp, stateOf } from '../../functions/src/cache/state.ts'
import { EncodingError } from '../../functions/src/lib/errors.ts'
import { Timestamp } from '../../functions/src/lib/firestore.ts'
import { initialState } from '../../functions/src/model/state.ts'
import { stored } from './stored.ts'

const path = 'sync_state/firestore.orders'
const state = initialState('firestore.orders')

describe('the watermark document', () => {
  it('that does not exist is no state', () => {
    expect(stateOf(stored(path, undefined))).toBeNull()
  })

  it('is read as it was written', () => {
    expect(stateOf(stored(path, { ...state }))).toEqual(state)
  })

  it('of a later encoding is left alone: the functions are too old', () => {
    const read = (): unknown => stateOf(stored(path, { ...state, encoding: 2, somethingNew: true }))
    expect(read).toThrow(
      new EncodingError(`${path} has encoding 2, this code reads up to 1: deploy the newer functions.`),
    )
  })

  it('that is damaged is refused by the names of its fields, without their values', () => {
    const read = (): unknown =>
      stateOf(stored(path, { ...state, liveCount: 'secret', watermark: { at: 'secret', id: 'a' } }))
    expect(read).toThrow(
      new EncodingError(`${path} is not a watermark document of this version (watermark.at, liveCount).`),
    )
  })
})

it('a Firestore timestamp is an instant to the last nanosecond', () => {
  expect(instantOfTimestamp(new Timestamp(-1, 999_999_999))).toBe('1969-12-31T23:59:59.999999999Z')
})
