import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { initialState, type PipelineState } from '../../../functions/src/model/state.ts'
import type { AccountStatus, PipelineStatus } from '../../../functions/src/contract/sync.ts'
import { concernsOf } from '../../../web/src/app/concerns.ts'
import { syncStateOf, type SyncState } from '../../../web/src/backend/syncState.ts'

const now = Date.UTC(2026, 10, 20, 12)
const pipeline = 'firestore.orders'

function statusOf(fields: Partial<PipelineStatus> = {}): PipelineStatus {
  return {
    pipeline,
    watermark: null,
    asOf: new Date(now - 60_000).toISOString(),
    liveAsOf: null,
    lagSeconds: 60,
    count: 100,
    findsUpdates: true,
    unmappedStatuses: { words: [], others: 0 },
    nextRunAt: new Date(now).toISOString(),
    lastRun: null,
    lastFullRun: null,
    running: null,
    health: 'ok',
    problems: [],
    damage: null,
    ...fields,
  }
}

function heard(fields: Partial<PipelineState> = {}): SyncState[] {
  const state = syncStateOf({ ...initialState(pipeline), ...fields }, now)
  return state === null ? [] : [state]
}

function failedRecords(count: number): PipelineState['quarantined'] {
  return Array.from({ length: count }, (_, i) => ({
    id: String(i),
    version: '1',
    at: instantFromMs(now),
  }))
}

describe('what needs a look', () => {
  it('is nothing where all is well, or where nothing is known yet', () => {
    expect(concernsOf([statusOf()], heard(), now)).toEqual([])
    expect(concernsOf([statusOf()], null, now)).toEqual([])
    expect(concernsOf([], heard(), now)).toEqual([])
  })

  it('is the quarantine, counted by what is heard', () => {
    const status = statusOf({ health: 'stale', problems: ['quarantine'] })
    const told = { openAlerts: ['quarantine'] }
    expect(concernsOf([status], heard({ ...told, quarantined: failedRecords(1) }), now)).toMatchObject([
      { tone: 'warn', what: '1 order is in quarantine', panel: 'sync-quarantine' },
    ])
    expect(concernsOf([status], heard({ ...told, quarantined: failedRecords(12) }), now)).toMatchObject([
      { what: '12 orders are in quarantine' },
    ])
    expect(concernsOf([status], null, now)).toMatchObject([{ what: 'Orders are in quarantine' }])
  })

  it.each([
    [347, 'About 347 orders'],
    [12, 'More than 200 orders'],
  ])('beyond what the list holds is told by the last full run, which found %i', (quarantined, number) => {
    const lastFullRun = { quarantined } as PipelineState['lastFullRun'] // Only this is read of it.
    const states = heard({ quarantined: failedRecords(200), quarantineOverflow: true, lastFullRun })
    expect(concernsOf([statusOf()], states, now)).toMatchObject([{ what: `${number} are in quarantine` }])
  })

  it('is settings that have changed, and how much of the pipeline is read again by them', () => {
    const progress = { done: 40, total: 100, unit: 'orders' } as const
    const status = statusOf({ health: 'stale', problems: ['changed-settings'] })
    expect(concernsOf([status], null, now)).toMatchObject([
      {
        what: 'The settings of firestore.orders have changed',
        whatToDo: expect.stringMatching(/^The next sync reads all of it again/) as unknown,
      },
    ])
    const reading = { ...status, running: { runId: 'r', mode: 'full' as const, progress } }
    expect(concernsOf([reading], heard({ openAlerts: ['changed-settings'] }), now)).toMatchObject([
      {
        tone: 'warn',
        whatToDo: expect.stringMatching(/being read again by them: 40 of 100 records\./) as unknown,
        panel: 'sync-alerts',
      },
    ])
    expect(concernsOf([reading], heard(), now)).toEqual([])
  })

  it('is words that mean nothing, three of them by name', () => {
    const words = ['A', 'B', 'C', 'D'].map((word) => ({ word, count: 2 }))
    const status = statusOf({
      health: 'stale',
      problems: ['unmapped-statuses'],
      unmappedStatuses: { words, others: 1 },
    })
    expect(concernsOf([status], null, now)).toMatchObject([
      { what: '9 orders have a status that means nothing here: “A”, “B”, “C” and others', panel: `sync-${pipeline}` },
    ])
  })

  it('is every other open alert, those too that keep nothing from being well', () => {
    const states = heard({ openAlerts: ['future-orders', 'delete-cap'], schedule: { everyMinutes: 5, failing: true } })
    expect(concernsOf([statusOf({ health: 'failing', problems: ['delete-cap'] })], states, now)).toMatchObject([
      {
        tone: 'bad',
        what: '3 alerts open: Records dated in the future, Too many deletions, Schedule not adapted',
        panel: 'sync-alerts',
      },
    ])
  })

  it('is a run that failed, or that is late, or that never was', () => {
    const failed = { status: 'failed' } as PipelineStatus['lastRun'] // Only this is read of it.
    expect(concernsOf([statusOf({ health: 'failing', lastRun: failed })], null, now)).toMatchObject([
      { tone: 'bad', what: `The last sync of ${pipeline} failed` },
    ])
    const asOf = new Date(now - 3 * 3_600_000).toISOString()
    expect(concernsOf([statusOf({ health: 'stale', asOf })], null, now)).toMatchObject([
      { tone: 'warn', what: `The last good sync of ${pipeline} was 3 hours ago` },
    ])
    const never = statusOf({ health: 'stale', asOf: null })
    expect(concernsOf([never], null, now)).toMatchObject([{ what: `${pipeline} has not been copied yet` }])
    const running = { runId: 'r', mode: 'full', progress: { done: 1, total: 2, unit: 'orders' } } as const
    expect(concernsOf([{ ...never, running }], null, now)).toEqual([])
  })

  it('is damage, once', () => {
    const damaged = statusOf({ health: 'failing', damage: 'sync_state was damaged' })
    expect(concernsOf([damaged], null, now)).toMatchObject([{ what: `What Tidemark stores of ${pipeline} is damaged` }])
    const alerted = { ...damaged, problems: ['damaged-state'] }
    expect(concernsOf([alerted], null, now)).toMatchObject([{ what: '1 alert open: Stored state is damaged' }])
  })
})

describe('an account that needs a look', () => {
  const account: AccountStatus = {
    source: 'tiktokShop',
    account: '7495',
    name: 'Lakeside Supply',
    state: 'ok',
    endsAt: new Date(now + 300 * 86_400_000).toISOString(),
    refusal: null,
    command: 'npm run connect -- tiktok',
  }
  const failed = { status: 'failed' } as PipelineStatus['lastRun'] // Only this is read of it.
  const failing = (name: string): PipelineStatus =>
    statusOf({ pipeline: name, health: 'failing', problems: ['authorization-expired'], lastRun: failed })
  const concernsAbout = (accounts: readonly AccountStatus[], statuses: readonly PipelineStatus[] = []) =>
    concernsOf(statuses, null, now, accounts)

  it('is none whose authorization is good', () => {
    expect(concernsAbout([account])).toEqual([])
  })

  it('is one whose authorization soon ends, with the moment and the command', () => {
    const endsAt = new Date(now + 3 * 86_400_000).toISOString()
    expect(concernsAbout([{ ...account, state: 'expiring', endsAt }])).toMatchObject([
      {
        tone: 'warn',
        what: 'The authorization of Lakeside Supply at TikTok Shop ends in 3 days',
        whatToDo: 'Let its owner authorize the app anew: npm run connect -- tiktok',
        panel: 'sync-accounts',
      },
    ])
    expect(concernsAbout([{ ...account, state: 'expiring', endsAt: null }])).toMatchObject([
      { what: 'The authorization of Lakeside Supply at TikTok Shop ends soon' },
    ])
  })

  it('is told once, and not again by each of its pipelines, while other pipelines tell what they have to', () => {
    const statuses = ['tiktokShop.7495.orders', 'tiktokShop.7495.returns', 'tiktokShop.7496.orders'].map(failing)
    for (const state of ['expired', 'revoked'] as const) {
      expect(concernsAbout([{ ...account, state }], statuses)).toMatchObject([
        {
          tone: 'bad',
          what: 'The authorization of Lakeside Supply at TikTok Shop has ended, and nothing is copied from it',
        },
        { what: 'The last sync of tiktokShop.7496.orders failed' },
      ])
    }
  })

  it('is one that is not connected', () => {
    expect(concernsAbout([{ ...account, state: 'unconnected', name: null, endsAt: null }])).toMatchObject([
      {
        tone: 'bad',
        what: 'The account 7495 at TikTok Shop is not connected, and nothing is copied from it',
        whatToDo: 'Let its owner authorize the app: npm run connect -- tiktok',
      },
    ])
  })
})
