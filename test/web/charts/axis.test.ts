import { describe, expect, it } from 'vitest'

import { axisRange, dollarSteps, durationSteps, wholeSteps } from '../../../web/src/charts/axis.ts'

describe('the steps of an axis', () => {
  it('ascend', () => {
    for (const steps of [wholeSteps, dollarSteps, durationSteps]) {
      expect([...new Set(steps)].sort((a, b) => a - b)).toEqual(steps)
    }
  })

  it('are whole for what comes in whole numbers', () => {
    expect(wholeSteps.every(Number.isInteger)).toBe(true)
    expect(wholeSteps.slice(0, 5)).toEqual([1, 2, 5, 10, 20])
  })
})

describe('what an axis spans', () => {
  it('always holds zero, and leaves room beyond the extremes', () => {
    expect(axisRange(50, 100)[0]).toBe(0)
    expect(axisRange(50, 100)[1]).toBeGreaterThan(100)
    expect(axisRange(-100, -50)[0]).toBeLessThan(-100)
    expect(axisRange(-100, -50)[1]).toBe(0)
  })

  it('is never empty', () => {
    expect(axisRange(0, 0)).toEqual([0, 1])
    expect(axisRange(null, null)).toEqual([0, 1])
  })
})
