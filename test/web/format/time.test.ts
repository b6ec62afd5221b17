import { expect, it } from 'vitest'

import { formatAge } from '../../../web/src/format/time.ts'

const now = Date.parse('2026-11-29T12:00:00.000Z')

it.each([
  ['2026-11-29T12:00:30.000Z', 'now'],
  ['2026-11-29T11:59:01.000Z', 'now'],
  ['2026-11-29T11:58:00.000Z', '2m'],
  ['2026-11-29T11:00:01.000Z', '59m'],
  ['2026-11-29T11:00:00.000Z', '1h'],
  ['2026-11-28T12:00:01.000Z', '23h'],
  ['2026-11-26T11:00:00.000Z', '3d'],
])('at noon, %s is "%s" old', (iso, age) => {
  expect(formatAge(iso, now)).toBe(age)
})
