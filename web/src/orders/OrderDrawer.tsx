import { useQuery } from '@tanstack/react-query'

import type { OrderRow } from 'contract/api.ts'
import { useBackend } from '../backend/context.ts'
import { useRunsVersion } from '../backend/live.tsx'
import { Drawer } from '../list/Drawer.tsx'
import type { Neighbours } from '../list/neighbours.ts'
import { OrderDetails } from './OrderDetails.tsx'
import { PrintMenu } from './PrintMenu.tsx'

interface Props {
  readonly id: string
  /** What the list knows of it; undefined where it is not among the rows. */
  readonly row: OrderRow | undefined
  readonly neighbours: Neighbours
  readonly onClose: () => void
}

/** One order beside the list, at an address of its own: what its row has is there at once, and the rest when it has come. */
export default function OrderDrawer({ id, row, neighbours, onClose }: Props) {
  const { calls } = useBackend()
  const { data, error, refetch } = useQuery({
    queryKey: ['order', id, useRunsVersion()],
    queryFn: () => calls.getOrder(id),
    placeholderData: (last) => (last?.id === id ? last : undefined),
  })
  const known = data ?? row
  return (
    <Drawer
      id={id}
      title={known === undefined ? 'Order' : `Order ${known.orderNumber || known.sourceId}`}
      noun="order"
      neighbours={neighbours}
      tools={data !== undefined && <PrintMenu order={data} />}
      error={error}
      onRetry={() => void refetch()}
      onClose={onClose}
    >
      {known === undefined ? null : <OrderDetails order={known} isWaiting={data === undefined && error === null} />}
    </Drawer>
  )
}
