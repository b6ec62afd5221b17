import type { Column } from '../../model/stream.ts'
import type { OperatingSeasonRecord } from './schema.ts'

/** The columns of a season's list row: all there is of it, so that a form can be filled from a list. */
export const operatingSeasonColumns = [
  { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', of: ({ name }) => name },
  { name: 'startsOn', kind: 'text', label: 'First day', sort: true, of: ({ startsOn }) => startsOn },
  { name: 'endsOn', kind: 'text', label: 'Last day', sort: true, of: ({ endsOn }) => endsOn },
  {
    name: 'locations',
    kind: 'text',
    label: 'Locations',
    // One a line; none where it is of all of them.
    search: 'lines',
    of: ({ locations }) => locations.join('\n'),
  },
  { name: 'note', kind: 'text', label: 'Note', search: 'text', of: ({ note }) => note },
  // A row's own `version` is that of the source's record.
  { name: 'seasonVersion', kind: 'integer', label: 'Version', of: ({ version }) => version },
  {
    name: 'changedAt',
    kind: 'time',
    label: 'Changed',
    range: true,
    sort: true,
    of: ({ changedAt }) => Date.parse(changedAt),
  },
  { name: 'changedBy', kind: 'text', label: 'Changed by', personal: true, of: ({ changedBy }) => changedBy ?? '' },
] as const satisfies readonly Column<OperatingSeasonRecord>[]
