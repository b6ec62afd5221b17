import { z } from 'zod'

import { askingOf, type Call } from '../call.ts'
import { pageOf, sortedBy } from '../paging.ts'
import { restOf, shown, type Members } from '../records.ts'
import { bodyOf } from '../requests.ts'
import { creationOf, listed, statusSchema } from './listed.ts'

const searchTeamSchema = z.strictObject({
  query: z
    .strictObject({
      filter: z
        .strictObject({
          location_ids: z.array(z.string()).nullish(),
          status: statusSchema.nullish(),
          is_owner: z.boolean().nullish(),
        })
        .nullish(),
    })
    .optional(),
  limit: z.int().min(1).max(200).default(100),
  cursor: z.string().optional(),
})

export function searchTeamMembers(call: Call): Members {
  const search = bodyOf(call.request, searchTeamSchema)
  const { location_ids, status, is_owner } = search.query?.filter ?? {}
  const found = listed(call.merchant.teamMembers).filter((member) => {
    const rest = restOf(member)
    return (
      (status == null || member.state === status) &&
      (is_owner == null || (rest.is_owner ?? false) === is_owner) &&
      (location_ids == null || location_ids.length === 0 || worksAt(rest, location_ids))
    )
  })
  const page = pageOf(askingOf(call, search), search.limit, (after) => sortedBy(found, creationOf, false, after))
  return { team_members: page.rows.map((member) => shown(member, 'status')), ...page.cursor }
}

function worksAt({ assigned_locations }: Members, wanted: readonly string[]): boolean {
  const { assignment_type, location_ids = [] } = (assigned_locations ?? {}) as {
    assignment_type?: string
    location_ids?: readonly string[]
  }
  return assignment_type === 'ALL_CURRENT_AND_FUTURE_LOCATIONS' || location_ids.some((id) => wanted.includes(id))
}
