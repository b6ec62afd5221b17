import { dollarsOf, formatDollars, priceNote } from 'contract/prices.ts'
import { useLive } from '../backend/live.tsx'
import { useSyncStatus } from '../backend/status.ts'
import { formatCounted } from '../format/count.ts'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'

interface Props {
  readonly isOpen: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Says what a full resync does and costs before it starts. */
export function FullResyncDialog({ isOpen, onConfirm, onClose }: Props) {
  const { states } = useLive()
  const { data } = useSyncStatus()
  const count = (states ?? data?.pipelines ?? []).reduce((sum, pipeline) => sum + pipeline.count, 0)
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title="Copy every order again?"
      action="Start full resync"
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>
        A full resync reads all orders of the shop, about <strong>{formatCounted(count, 'read')}</strong> (
        {formatDollars(dollarsOf({ reads: count, writes: 0 }))}), and writes only what differs. The lists stay usable
        meanwhile. It finds what nothing reported: changes and deletions of long ago.
      </p>
      <p className="muted">Prices: {priceNote}.</p>
    </ConfirmDialog>
  )
}
