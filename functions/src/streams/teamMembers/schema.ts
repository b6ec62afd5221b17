import { z } from 'zod'

import { recordIds, recordTimes } from '../common.ts'

/** Somebody who works for a merchant, now or before. */
export const teamMemberSchema = z.object({
  ...recordIds,
  name: z.string(),
  /** In the source's own words. */
  status: z.string(),
  isOwner: z.boolean(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  ...recordTimes,
})
export type TeamMember = z.infer<typeof teamMemberSchema>
