import { defineStream } from '../../model/stream.ts'
import { createdMs } from '../common.ts'
import { teamMemberColumns } from './columns.ts'
import { teamMemberSchema, type TeamMember } from './schema.ts'

export const teamMemberStream = defineStream<TeamMember>({
  name: 'teamMembers',
  schema: teamMemberSchema,
  columns: teamMemberColumns,
  keyTime: createdMs,
})
