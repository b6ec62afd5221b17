import type { ParsedRecord, Source, SourceRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import type { TeamMember } from '../../streams/teamMembers/schema.ts'
import { isObject, textOf } from '../vendor/fields.ts'
import type { CursorList } from './cursorList.ts'
import { rescannedList } from './listSource.ts'
import { faultsIn } from './normalise.ts'
import { pageSchema } from './page.ts'
import { isoOfTime, recordOf } from './records.ts'
import type { MerchantSourceOptions } from './source.ts'

/** The most team members of a page. */
const largestPage = 200

/** The team members of one merchant, those that have left among them: nobody is ever deleted. */
export function createTeamMemberSource(options: MerchantSourceOptions): Source<TeamMember> {
  const list: CursorList = {
    ask: (cursor) =>
      options.call({
        method: 'POST',
        path: '/v2/team-members/search',
        body: { limit: largestPage, ...(cursor !== null && { cursor }) },
        data: pageSchema('team_members'),
      }),
    recordOf,
  }
  return { ...rescannedList(options, 'teamMembers', list), parse: parseTeamMember }
}

/** Only a missing creation time puts a team member into quarantine. */
function parseTeamMember({ sourceId, raw }: SourceRecord): ParsedRecord<TeamMember> {
  if (!isObject(raw)) return { ok: false, reason: 'it is no object' }
  const createdAt = isoOfTime(raw.created_at)
  if (createdAt === null) return { ok: false, reason: faultsIn({ created_at: createdAt }) }
  const record: TeamMember = {
    id: recordIdOf('square', sourceId),
    source: 'square',
    sourceId,
    name: nameOf(raw),
    status: textOf(raw.status) ?? 'ACTIVE',
    isOwner: raw.is_owner === true,
    email: textOf(raw.email_address) ?? null,
    phone: textOf(raw.phone_number) ?? null,
    createdAt,
    updatedAt: isoOfTime(raw.updated_at) ?? createdAt,
  }
  return { ok: true, record, payload: raw }
}

/** The name of a person, whose parts may be absent. */
export function nameOf({ given_name, family_name }: Readonly<Record<string, unknown>>): string {
  return [textOf(given_name), textOf(family_name)].filter((part) => part !== undefined).join(' ')
}
