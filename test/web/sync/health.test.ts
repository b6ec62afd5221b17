import { describe, expect, it } from 'vitest'

import { healthOf } from '../../../web/src/sync/health.ts'

const minuteMs = 60_000

describe('the health of a pipeline', () => {
  it('is told in words and in a tone', () => {
    expect(healthOf({ health: 'ok', lastRun: null }, minuteMs)).toMatchObject({ tone: 'good', word: 'Healthy' })
    expect(healthOf({ health: 'stale', lastRun: null }, 40 * minuteMs)).toMatchObject({ tone: 'warn', word: 'Late' })
    expect(healthOf({ health: 'stale', lastRun: null }, 400 * minuteMs)).toMatchObject({ tone: 'bad', word: 'Late' })
    expect(healthOf({ health: 'stale', lastRun: null }, null)).toMatchObject({ tone: 'warn', word: 'Empty' })
    expect(healthOf({ health: 'failing', lastRun: null }, minuteMs)).toMatchObject({ tone: 'bad', word: 'Failing' })
  })
})
