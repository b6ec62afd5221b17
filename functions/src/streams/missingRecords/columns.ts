import type { Column } from '../../model/stream.ts'
import type { MissingRecord } from './schema.ts'

/** The columns of a missing record's list row: all that is known of it. */
export const missingRecordColumns = [
  { name: 'stream', kind: 'category', label: 'Missing from', facet: true, sort: true, of: ({ stream }) => stream },
  { name: 'missingId', kind: 'text', label: 'Missing id', search: 'text', of: ({ missingId }) => missingId },
  {
    name: 'references',
    kind: 'integer',
    label: 'Records that refer to it',
    range: true,
    sort: true,
    of: ({ references }) => references,
  },
  { name: 'from', kind: 'category', label: 'In', facet: true, of: ({ from }) => from },
  { name: 'example', kind: 'text', label: 'One of them', search: 'text', of: ({ example }) => example },
] as const satisfies readonly Column<MissingRecord>[]
