import { describe, expect, it } from 'vitest'

import { threeDigits } from '../../../bench/report/figures.ts'

describe('figures', () => {
  it('have three digits and no exponent', () => {
    expect([0, 0.0000123, 0.0456, 1.234, 45.67, 12_345].map(threeDigits)).toEqual([
      '0',
      '0.000012',
      '0.0456',
      '1.23',
      '45.7',
      '12345',
    ])
  })
})
