import type { Column } from '../../model/stream.ts'
import { sourceColumn } from '../common.ts'
import type { Location } from './schema.ts'

/** The columns of a location's list row: all there is of it. */
export const locationColumns = [
  sourceColumn,
  { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', of: ({ name }) => name },
  { name: 'status', kind: 'category', label: 'Status', facet: true, sort: true, of: ({ status }) => status },
  { name: 'type', kind: 'category', label: 'Type', facet: true, of: ({ type }) => type },
  { name: 'timeZone', kind: 'category', label: 'Time zone', of: ({ timeZone }) => timeZone },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  { name: 'country', kind: 'category', label: 'Country', facet: true, of: ({ country }) => country },
  { name: 'city', kind: 'text', label: 'City', search: 'text', of: ({ city }) => city },
] as const satisfies readonly Column<Location>[]
