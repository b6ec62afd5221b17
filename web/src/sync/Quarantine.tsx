import type { Listeners, QuarantinedRecord } from '../backend/listeners.ts'
import { mostQuarantined } from '../backend/listenerLimits.ts'
import { TableRegion } from '../ui/TableRegion.tsx'
import { TimeAndAgo } from '../ui/Time.tsx'
import { AllWell } from './AllWell.tsx'
import { Listened } from './Listened.tsx'
import { useListened } from './useListened.ts'

function start(
  listeners: Listeners,
  onNext: (records: readonly QuarantinedRecord[]) => void,
  onError: () => void,
): () => void {
  return listeners.quarantine(onNext, onError)
}

/** Records that are not in the cache because they could not be read. */
export function Quarantine() {
  const heard = useListened(start)
  return (
    <section className="panel" aria-labelledby="sync-quarantine">
      <h2 id="sync-quarantine">Quarantine</h2>
      <Listened heard={heard} what="The quarantined records">
        {(records) =>
          records.length === 0 ? (
            <AllWell>no record is in quarantine.</AllWell>
          ) : (
            <>
              <p>
                These records could not be read, and nothing else waits for them. Mend one at its source, and the next
                run takes it out.
              </p>
              <QuarantineTable records={records} />
              {records.length === mostQuarantined && (
                <p className="muted">There may be more than these {mostQuarantined}.</p>
              )}
            </>
          )
        }
      </Listened>
    </section>
  )
}

function QuarantineTable({ records }: { records: readonly QuarantinedRecord[] }) {
  const newestFirst = [...records].sort((a, b) => Date.parse(b.quarantinedAt) - Date.parse(a.quarantinedAt))
  return (
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
        {newestFirst.map(({ pipeline, sourceId, reason, quarantinedAt }) => (
          <tr key={`${pipeline} ${sourceId}`}>
            <th scope="row" className="id-text">
              <code>{sourceId}</code>
            </th>
            <td className="wide-text">{reason}</td>
            <td className="nowrap">{pipeline}</td>
            <td>
              <TimeAndAgo iso={quarantinedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableRegion>
  )
}
