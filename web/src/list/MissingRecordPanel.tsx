import type { MissingOrder } from 'contract/api.ts'
import { hrefOfPanel, panelIds } from '../routing/syncPanels.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { TimeAndAgo } from '../ui/Time.tsx'

/** Says why a record is not there: it is in quarantine, or was deleted. `noun` is what it is called: "order". */
export function MissingRecordPanel({ missing, noun }: { missing: MissingOrder; noun: string }) {
  switch (missing.why) {
    case 'quarantined':
      return (
        <ErrorPanel
          title={`This ${noun} is in quarantine`}
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
          title={`This ${noun} was deleted`}
          message={
            <>
              It was found gone from its source <TimeAndAgo iso={missing.deletedAt} />.
            </>
          }
        />
      )
  }
}
