import { expect, it } from 'vitest'

import { Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { momentOfTimestamp } from '../../../functions/src/lib/firestore/usage.ts'

it('a Firestore timestamp is an instant to the last nanosecond', () => {
  expect(momentOfTimestamp(new Timestamp(-1, 999_999_999))).toBe('1969-12-31T23:59:59.999999999Z')
})
