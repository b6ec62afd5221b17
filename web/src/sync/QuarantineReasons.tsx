import type { QuarantinedRecord } from '../backend/listeners.ts'
import { formatCount } from '../format/count.ts'
import { TableRegion } from '../ui/TableRegion.tsx'
import { byReason } from './reasons.ts'
import { RecordLink, type LinkOf } from './RecordLink.tsx'

/** So many records stand as examples of a reason. */
const examples = 3

/** Why records are in quarantine, the most frequent reason first. */
export function QuarantineReasons({ records, linkOf }: { records: readonly QuarantinedRecord[]; linkOf: LinkOf }) {
  return (
    <TableRegion caption="Reasons for quarantine, the most frequent first">
      <thead>
        <tr>
          <th scope="col">Reason</th>
          <th scope="col" className="numeric">
            Records
          </th>
          <th scope="col">Examples</th>
        </tr>
      </thead>
      <tbody>
        {byReason(records).map((group) => (
          <tr key={group.reason}>
            <th scope="row" className="wide-text">
              {group.reason}
            </th>
            <td className="numeric">{formatCount(group.records.length)}</td>
            <td className="id-text">
              <ul className="record-links">
                {group.records.slice(0, examples).map((record) => (
                  <li key={record.id}>
                    <RecordLink record={record} linkOf={linkOf} />
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </TableRegion>
  )
}
