import { useQuery } from '@tanstack/react-query'

import { dollarsOf, formatDollars } from 'contract/prices.ts'
import { useBackend } from '../backend/context.ts'
import { mostExported, mostQuarantined } from '../backend/listenerLimits.ts'
import type { Listeners, QuarantinedRecord } from '../backend/listeners.ts'
import { formatCount, formatCounted } from '../format/count.ts'
import { panelIds } from '../routing/syncPanels.ts'
import { TableRegion } from '../ui/TableRegion.tsx'
import { TimeAndAgo } from '../ui/Time.tsx'
import { AllWell } from './AllWell.tsx'
import { Listened } from './Listened.tsx'
import { usePanelOfAddress } from './panels.ts'
import { QuarantineReasons } from './QuarantineReasons.tsx'
import { RecordLink, type LinkOf } from './RecordLink.tsx'
import { useListened } from './useListened.ts'
import { useQuarantineExport } from './useQuarantineExport.ts'
import { useRecordLinks } from './useRecordLinks.ts'

/** The most records that are listed one by one. */
const mostListed = 50

function start(
  listeners: Listeners,
  onNext: (records: readonly QuarantinedRecord[]) => void,
  onError: () => void,
): () => void {
  return listeners.quarantine(onNext, onError)
}

/** Records that are not in the cache because they could not be read: how many, why, and which. */
export function Quarantine() {
  const heard = useListened(start)
  usePanelOfAddress(panelIds.quarantine, heard.items !== null)
  return (
    <section className="panel" aria-labelledby={panelIds.quarantine}>
      <h2 id={panelIds.quarantine} tabIndex={-1}>
        Quarantine
      </h2>
      <Listened heard={heard} what="The quarantined records">
        {(records) =>
          records.length === 0 ? <AllWell>no record is in quarantine.</AllWell> : <Quarantined records={records} />
        }
      </Listened>
    </section>
  )
}

function Quarantined({ records }: { records: readonly QuarantinedRecord[] }) {
  const linkOf = useRecordLinks()
  const total = useTotal(records.length)
  const isWhole = records.length < mostQuarantined
  return (
    <>
      <p>
        <strong>
          {total === null ? `At least ${formatCounted(records.length, 'record')}` : formatCounted(total, 'record')}
        </strong>{' '}
        could not be read, and nothing else waits for them. Mend them at their source, or the settings that say where
        their fields are, and the next run takes them out.
      </p>
      {!isWhole && <p className="muted">The reasons are those of the first {formatCount(mostQuarantined)}.</p>}
      <QuarantineReasons records={records} linkOf={linkOf} />
      <Export total={total ?? records.length} linkOf={linkOf} />
      <QuarantineTable records={records} linkOf={linkOf} />
    </>
  )
}

/** Returns the number of records: what is heard while that is all, else counted, a read for each 1,000. Null while nobody knows. */
function useTotal(heard: number): number | null {
  const backend = useBackend()
  const isWhole = heard < mostQuarantined
  const { data } = useQuery({
    queryKey: ['quarantined'],
    queryFn: async () => (await backend.listeners()).countQuarantine(),
    enabled: !isWhole,
    // No call of ours: Firestore itself may be out of reach for a while.
    retry: true,
  })
  return isWhole ? heard : (data ?? null)
}

function Export({ total, linkOf }: { total: number; linkOf: LinkOf }) {
  const { done, start: startExport } = useQuarantineExport()
  const reads = Math.min(total, mostExported)
  return (
    <div className="button-row">
      <button type="button" className="button" disabled={done !== null} onClick={() => startExport(linkOf)}>
        {done === null ? 'Export ids and reasons' : `${formatCount(done)} of ${formatCount(reads)} …`}
      </button>
      <span className="muted">
        CSV, at most {formatCount(mostExported)} records; it costs {formatCounted(reads, 'read')} (
        {formatDollars(dollarsOf({ reads, writes: 0 }))}).
      </span>
    </div>
  )
}

function QuarantineTable({ records, linkOf }: { records: readonly QuarantinedRecord[]; linkOf: LinkOf }) {
  const newestFirst = [...records].sort((a, b) => Date.parse(b.quarantinedAt) - Date.parse(a.quarantinedAt))
  return (
    <>
      <TableRegion caption="Records in quarantine, newest first">
        <thead>
          <tr>
            <th scope="col">Source id</th>
            <th scope="col">Reason</th>
            <th scope="col">Pipeline</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {newestFirst.slice(0, mostListed).map((record) => (
            <tr key={record.id}>
              <th scope="row" className="id-text">
                <RecordLink record={record} linkOf={linkOf} />
              </th>
              <td className="wide-text">{record.reason}</td>
              <td className="nowrap">{record.pipeline}</td>
              <td>
                <TimeAndAgo iso={record.quarantinedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </TableRegion>
      {records.length > mostListed && (
        <p className="muted">These are {mostListed} of them; the export has the others.</p>
      )}
    </>
  )
}
