import { Dialog } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'

import { useBackend } from '../backend/context.ts'
import { CallError } from '../backend/callError.ts'
import { useLive } from '../backend/live.tsx'
import { ErrorPanel, messageOf } from '../ui/ErrorPanel.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { MissingOrderPanel } from './MissingOrderPanel.tsx'
import { OrderDetails } from './OrderDetails.tsx'

/** One order beside the list, at an address of its own. */
export default function OrderDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { calls } = useBackend()
  const { states } = useLive()
  // A run may have changed it: the order is read again after each that changed anything, one read.
  const version = states?.map(({ lastRun }) => lastRun?.runId).join() ?? ''
  const { data, error, refetch } = useQuery({
    queryKey: ['order', id, version],
    queryFn: () => calls.getOrder(id),
    placeholderData: (last) => (last?.id === id ? last : undefined),
  })
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="drawer">
          <div className="drawer-head">
            <Dialog.Title className="drawer-title">
              {data === undefined ? 'Order' : `Order ${data.orderNumber}`}
            </Dialog.Title>
            <Dialog.Close className="quiet-button" aria-label="Close the order">
              ✕
            </Dialog.Close>
          </div>
          {data !== undefined && <OrderDetails order={data} />}
          {data === undefined && error === null && <Waiting />}
          {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  if (error instanceof CallError && error.missingOrder !== null)
    return <MissingOrderPanel missing={error.missingOrder} />
  const isMissing = error instanceof CallError && (error.failure === 'not-found' || error.failure === 'invalid')
  return (
    <ErrorPanel
      title={isMissing ? 'There is no such order' : 'The order could not be loaded'}
      message={isMissing ? 'It was deleted long ago, or the link is not complete.' : messageOf(error)}
      onRetry={onRetry}
    />
  )
}
