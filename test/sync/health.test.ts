import { describe, expect, it } from 'vitest'

import { instantFromParts } from '../../functions/src/lib/instant.ts'
import { initialState, noCounts, type StoredRun, type PipelineState } from '../../functions/src/model/state.ts'
import { alertKinds } from '../../functions/src/sync/alerts/alerts.ts'
import { healthOf, problemsOf } from '../../functions/src/sync/health.ts'

const at = instantFromParts(1_767_225_600, 0)

function health(state: Partial<PipelineState>, hasFeed = true, lagSeconds: number | null = 60): string {
  return healthOf(
    { ...initialState('firestore.orders'), liveCount: 10, ...state },
    { lagSeconds, everyMinutes: 15, hasFeed },
  )
}

function run(fields: Partial<StoredRun>): StoredRun {
  const ids = { runId: 'r', pipeline: 'firestore.orders', mode: 'full', status: 'succeeded', watermark: null } as const
  return { ...noCounts, ...ids, startedAt: '', endedAt: '', ...fields }
}

function quarantined(count: number): PipelineState['quarantined'] {
  return Array.from({ length: count }, (_, i) => ({ id: `o${i}`, version: '1', at }))
}

describe('health', () => {
  it('is ok where nothing is wrong, stale before the first run and two intervals later, failing after a failed run', () => {
    expect(health({})).toBe('ok')
    expect(health({}, true, null)).toBe('stale')
    expect(health({}, true, 30 * 60)).toBe('ok')
    expect(health({}, true, 30 * 60 + 1)).toBe('stale')
    expect(health({ lastRun: run({ status: 'failed' }) })).toBe('failing')
  })

  it.each([
    ['quarantine', 'stale', 'stale'],
    ['delete-cap', 'failing', 'failing'],
    ['full-run-failed', 'failing', 'failing'],
    ['runs-failing', 'failing', 'failing'],
    ['absent-fields', 'stale', 'stale'],
    ['unread-parts', 'stale', 'stale'],
    ['unmapped-statuses', 'stale', 'stale'],
    ['unreadable-change-times', 'stale', 'failing'],
    ['mixed-change-times', 'ok', 'stale'],
    ['missing-change-time', 'ok', 'stale'],
    ['future-orders', 'ok', 'ok'],
    ['schedule-not-adapted', 'ok', 'ok'],
    ['something-that-a-source-says', 'stale', 'stale'],
  ])('with %s open is %s with a change feed, %s without', (kind, withFeed, without) => {
    expect([health({ openAlerts: [kind] }, true), health({ openAlerts: [kind] }, false)]).toEqual([withFeed, without])
    const problems = withFeed === 'ok' ? [] : [kind]
    expect(problemsOf({ openAlerts: [kind] }, true)).toEqual(problems)
  })

  it('of an empty collection is stale for a new shop, failing where there were orders', () => {
    expect(health({ openAlerts: [alertKinds.emptySource], liveCount: 0 })).toBe('stale')
    expect(health({ openAlerts: [alertKinds.emptySource], liveCount: 3 })).toBe('failing')
  })

  it('is failing where more orders are in quarantine than in the cache, though the list of them is cut', () => {
    const openAlerts = [alertKinds.quarantine]
    expect(health({ openAlerts, quarantined: quarantined(10) })).toBe('stale')
    expect(health({ openAlerts, quarantined: quarantined(11) })).toBe('failing')
    expect(health({ openAlerts, quarantined: quarantined(1), liveCount: 0 })).toBe('failing')
    const cut = { openAlerts, quarantined: quarantined(200), quarantineOverflow: true, liveCount: 1_000 }
    expect(health(cut)).toBe('stale')
    expect(health({ ...cut, lastFullRun: run({ quarantined: 1_001 }) })).toBe('failing')
  })

  it('is failing where neither reports nor times tell of changes', () => {
    for (const changeTimes of ['none', 'unreadable'] as const) {
      expect(health({ changeTimes }, false)).toBe('failing')
      expect(health({ changeTimes }, true)).toBe('ok')
    }
    expect(health({ changeTimes: 'ordered' }, false)).toBe('ok')
  })
})
