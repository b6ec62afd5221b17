import type { MissingOrder } from 'contract/api.ts'
import { hrefOfPanel, panelIds } from '../routing/syncPanels.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { TimeAndAgo } from '../ui/Time.tsx'

/** Why an order is not there: it is in quarantine, or was deleted. */
export function MissingOrderPanel({ missing }: { missing: MissingOrder }) {
  switch (missing.why) {
    case 'quarantined':
      return (
        <ErrorPanel
          title="This order is in quarantine"
          message={
            <>
              It cannot be read: <strong>{missing.reason}</strong>. It was found so{' '}
              <TimeAndAgo iso={missing.quarantinedAt} />. Correct it at its source, and the next run takes it in.{' '}
              <a href={hrefOfPanel(panelIds.quarantine)}>See what is in quarantine</a>
            </>
          }
        />
      )
    case 'deleted':
      return (
        <ErrorPanel
          title="This order was deleted"
          message={
            <>
              It was found gone from its source <TimeAndAgo iso={missing.deletedAt} />.
            </>
          }
        />
      )
  }
}
