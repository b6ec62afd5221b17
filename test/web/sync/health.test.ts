import { describe, expect, it } from 'vitest'

import { healthOf } from '../../../web/src/sync/health.ts'

const minuteMs = 60_000

describe('the health of a pipeline', () => {
  it('is told in words and in a tone', () => {
    expect(healthOf({ health: 'ok', lastRun: null, problems: [] }, minuteMs)).toMatchObject({
      tone: 'good',
      word: 'Healthy',
    })
    expect(healthOf({ health: 'stale', lastRun: null, problems: [] }, 40 * minuteMs)).toMatchObject({
      tone: 'warn',
      word: 'Late',
    })
    expect(healthOf({ health: 'stale', lastRun: null, problems: [] }, 400 * minuteMs)).toMatchObject({
      tone: 'bad',
      word: 'Late',
    })
    expect(healthOf({ health: 'stale', lastRun: null, problems: [] }, null)).toMatchObject({
      tone: 'warn',
      word: 'Empty',
    })
    const problems = ['quarantine', 'unmapped-statuses']
    expect(healthOf({ health: 'stale', lastRun: null, problems }, minuteMs)).toMatchObject({
      tone: 'warn',
      word: 'Incomplete',
      why: 'Orders are missing, wrong or late: Records in quarantine, Unknown statuses.',
    })
    expect(healthOf({ health: 'failing', lastRun: null, problems }, minuteMs).why).toContain('Records in quarantine')
    expect(healthOf({ health: 'failing', lastRun: null, problems: [] }, minuteMs)).toMatchObject({
      tone: 'bad',
      word: 'Failing',
    })
  })
})
