import { useQuery } from '@tanstack/react-query'

import { useBackend } from '../backend/context.ts'
import { useRunsVersion } from '../backend/live.tsx'
import { Drawer } from '../list/Drawer.tsx'
import type { Neighbours } from '../list/neighbours.ts'
import { OrderDetails } from './OrderDetails.tsx'

interface Props {
  readonly id: string
  readonly neighbours: Neighbours
  readonly onClose: () => void
}

/** One order beside the list, at an address of its own. */
export default function OrderDrawer({ id, neighbours, onClose }: Props) {
  const { calls } = useBackend()
  const { data, error, refetch } = useQuery({
    queryKey: ['order', id, useRunsVersion()],
    queryFn: () => calls.getOrder(id),
    placeholderData: (last) => (last?.id === id ? last : undefined),
  })
  return (
    <Drawer
      title={data === undefined ? 'Order' : `Order ${data.orderNumber}`}
      noun="order"
      neighbours={neighbours}
      error={error}
      onRetry={() => void refetch()}
      onClose={onClose}
    >
      {data === undefined ? null : <OrderDetails order={data} />}
    </Drawer>
  )
}
