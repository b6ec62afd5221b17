import { z } from 'zod'

import { journaledRunSchema } from './syncState.ts'

/**
 * A run as the journal has it. One that is under way has no figures yet, and one that died (whoever found its lease run out
 * closed it) never gets any: both are part of the history.
 */
export const runInHistorySchema = journaledRunSchema
  .partial({
    created: true,
    updated: true,
    deleted: true,
    quarantined: true,
    firestoreReads: true,
    firestoreWrites: true,
    durationMs: true,
  })
  .extend({ endedAt: z.string().nullish() })
export type RunInHistory = z.infer<typeof runInHistorySchema>
