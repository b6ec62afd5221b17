import fc from 'fast-check'

import { playHistories } from '../../harness/histories.ts'
import { CopiedMerchant } from './merchant/copiedMerchant.ts'
import { deedNames, happenings, History, type Step } from './merchant/history.ts'

/*
 * A merchant with all that it has and all that is computed from it, through all that can go wrong. At the end every list is what the
 * vendor has; only what was removed without a word takes a full run.
 */

playHistories<readonly Step[]>(
  {
    kind: 'any history of all that a merchant has, with faults, crashes and notifications, is copied by a sync',
    all: 300,
    few: 4,
    timeoutMs: 3_600_000,
    history: fc.array(
      fc.record({
        kind: fc.oneof(fc.constantFrom(...deedNames), fc.constantFrom(...happenings)),
        n: fc.nat(60),
      }),
      { minLength: 6, maxLength: 18 },
    ),
  },
  (steps) => {
    const cursors = steps.length % 2 === 0 ? 'places' : 'offsets'
    const settings = { pageSize: 12, fullPageSize: 20 }
    return CopiedMerchant.with((copied) => new History(copied).play(steps), { cursors, settings, hasWebhooks: true })
  },
)
