import { useQuery } from '@tanstack/react-query'

import type { StreamDescription } from 'contract/records.ts'
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
  readonly neighbours: Neighbours
  readonly onClose: () => void
}

/** One record beside its stream's list, at an address of its own. */
export function RecordDrawer({ stream, id, neighbours, onClose }: Props) {
  const { calls } = useBackend()
  const { data, error, refetch } = useQuery({
    queryKey: ['record', stream.name, id, useRunsVersion()],
    queryFn: () => calls.getRecord(stream.name, id),
    placeholderData: (last) => (last?.record.id === id ? last : undefined),
  })
  const label = streamLabel(stream)
  return (
    <Drawer
      title={data === undefined ? label : `${label}: ${titleOf(titleColumn(stream), id, data.record)}`}
      noun="record"
      neighbours={neighbours}
      error={error}
      onRetry={() => void refetch()}
      onClose={onClose}
    >
      {data === undefined ? null : <RecordDetails stream={stream} id={id} answer={data} />}
    </Drawer>
  )
}
