import type { Instant } from '../../lib/instant.ts'
import type { Pipeline } from '../../model/pipeline.ts'
import { accountsOf } from './account.ts'
import { itemLibraryPipelines } from './itemLibrary.ts'
import { missingRecordPipelines } from './missingRecords.ts'
import { salesDailyPipelines } from './salesDaily.ts'

/** All that is computed from what is copied: for each account what its streams allow. */
export function derivedPipelines(copied: readonly Pipeline[], now: () => Instant): Pipeline[] {
  return accountsOf(copied).flatMap((account) => [
    ...salesDailyPipelines(account, now),
    ...itemLibraryPipelines(account, now),
    ...missingRecordPipelines(account, now),
  ])
}
