import { useQuery } from '@tanstack/react-query'

import type { RecordRow, StreamDescription } from 'contract/records.ts'
import { useBackend } from '../backend/context.ts'
import { useRunsVersion } from '../backend/live.tsx'
import { streamLabel } from '../format/labels.ts'
import { Drawer } from '../list/Drawer.tsx'
import type { Neighbours } from '../list/neighbours.ts'
import { titleColumn } from './recordColumns.ts'
import { RecordDetails } from './RecordDetails.tsx'
import { titleOf } from './recordTitle.ts'

interface Props {
  readonly stream: StreamDescription
  readonly id: string
  /** What the list knows of it; undefined where it is not among the rows. */
  readonly row: RecordRow | undefined
  readonly neighbours: Neighbours
  readonly onClose: () => void
}

/** One record beside its stream's list, at an address of its own: what its row has is there at once. */
export function RecordDrawer({ stream, id, row, neighbours, onClose }: Props) {
  const { calls } = useBackend()
  const { data, error, refetch } = useQuery({
    queryKey: ['record', stream.name, id, useRunsVersion()],
    queryFn: () => calls.getRecord(stream.name, id),
    placeholderData: (last) => (last?.record.id === id ? last : undefined),
  })
  const label = streamLabel(stream)
  const known = data ?? (row === undefined ? undefined : { record: row })
  return (
    <Drawer
      id={id}
      title={known === undefined ? label : `${label}: ${titleOf(titleColumn(stream), id, known.record)}`}
      noun="record"
      neighbours={neighbours}
      error={error}
      onRetry={() => void refetch()}
      onClose={onClose}
    >
      {known === undefined ? null : (
        <RecordDetails stream={stream} id={id} answer={known} isWhole={data !== undefined} isWaiting={error === null} />
      )}
    </Drawer>
  )
}
