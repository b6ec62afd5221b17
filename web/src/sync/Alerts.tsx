import type { Alert, Listeners } from '../backend/listeners.ts'
import { hrefOfStream } from '../routing/records.ts'
import { panelIds } from '../routing/syncPanels.ts'
import { TableRegion } from '../ui/TableRegion.tsx'
import { Time, TimeAndAgo } from '../ui/Time.tsx'
import { isOpen, openFirst } from './alertOrder.ts'
import { alertWord } from './alertWords.ts'
import { AllWell } from './AllWell.tsx'
import { Listened } from './Listened.tsx'
import { usePanelOfAddress } from './panels.ts'
import { useListened } from './useListened.ts'

function start(listeners: Listeners, onNext: (alerts: readonly Alert[]) => void, onError: () => void): () => void {
  return listeners.alerts(onNext, onError)
}

/** The list of open alerts, and below them those that have closed. */
export function Alerts() {
  const heard = useListened(start)
  usePanelOfAddress(panelIds.alerts, heard.items !== null)
  return (
    <section className="panel" aria-labelledby={panelIds.alerts}>
      <h2 id={panelIds.alerts} tabIndex={-1}>
        Alerts
      </h2>
      <Listened heard={heard} what="The alerts">
        {(alerts) => (
          <>
            {!alerts.some(isOpen) && <AllWell>no alert is open.</AllWell>}
            {alerts.length > 0 && <AlertTable alerts={openFirst(alerts)} />}
          </>
        )}
      </Listened>
    </section>
  )
}

function AlertTable({ alerts }: { alerts: readonly Alert[] }) {
  return (
    <TableRegion caption="Alerts, open ones first">
      <thead>
        <tr>
          <th scope="col">Alert</th>
          <th scope="col">State</th>
          <th scope="col">Message</th>
          <th scope="col">Pipeline</th>
          <th scope="col">Since</th>
          <th scope="col">Closed</th>
        </tr>
      </thead>
      <tbody>
        {alerts.map((alert) => (
          <tr key={`${alert.pipeline} ${alert.kind}`}>
            <th scope="row">{alertWord(alert.kind)}</th>
            <td>
              <span className={isOpen(alert) ? 'chip run-bad' : 'chip'}>{isOpen(alert) ? 'Open' : 'Closed'}</span>
            </td>
            <td className="wide-text">
              {alert.message}
              {alert.kind === 'missing-records' && <MissingRecordsLink />}
            </td>
            <td className="nowrap">{alert.pipeline}</td>
            <td>{alert.openedAt === undefined ? '–' : <TimeAndAgo iso={alert.openedAt} />}</td>
            <td className="nowrap">{alert.closedAt == null ? '–' : <Time iso={alert.closedAt} />}</td>
          </tr>
        ))}
      </tbody>
    </TableRegion>
  )
}

function MissingRecordsLink() {
  return (
    <>
      {' '}
      <a href={hrefOfStream('missingRecords')}>See which are missing</a>
    </>
  )
}
