import type { Column } from '../../model/stream.ts'
import { sourceColumn, updatedAtColumn } from '../common.ts'
import type { TeamMember } from './schema.ts'

/** The columns of a team member's list row: all there is of it. */
export const teamMemberColumns = [
  sourceColumn,
  { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', personal: true, of: ({ name }) => name },
  { name: 'status', kind: 'category', label: 'Status', facet: true, sort: true, of: ({ status }) => status },
  { name: 'isOwner', kind: 'flag', label: 'Owner', of: ({ isOwner }) => isOwner },
  { name: 'email', kind: 'text', label: 'E-mail', search: 'text', personal: true, of: ({ email }) => email },
  { name: 'phone', kind: 'text', label: 'Phone', personal: true, of: ({ phone }) => phone },
  updatedAtColumn,
] as const satisfies readonly Column<TeamMember>[]
