import { priceNote } from 'contract/prices.ts'
import type { RunInHistory } from '../backend/runHistory.ts'
import { TableRegion } from '../ui/TableRegion.tsx'
import { Time } from '../ui/Time.tsx'
import { runColumns, runModeWords, runStatusWords } from './runFigures.ts'

/** The latest runs, newest first. */
export function RunTable({ runs, pipeline }: { runs: readonly RunInHistory[]; pipeline: string }) {
  return (
    <>
      <TableRegion caption={`The latest runs of ${pipeline}, newest first`}>
        <thead>
          <tr>
            <th scope="col">Started</th>
            <th scope="col">Mode</th>
            <th scope="col">Status</th>
            {runColumns.map(({ label }) => (
              <th key={label} scope="col" className="numeric">
                {label}
              </th>
            ))}
            <th scope="col">Error</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.runId}>
              <th scope="row" className="nowrap">
                <Time iso={run.startedAt} />
              </th>
              <td>{runModeWords[run.mode]}</td>
              <td>
                <RunStatusChip status={run.status} />
              </td>
              {runColumns.map(({ label, textOf }) => (
                <td key={label} className="numeric">
                  {textOf(run)}
                </td>
              ))}
              <td className="run-error">{run.error}</td>
            </tr>
          ))}
        </tbody>
      </TableRegion>
      <p className="muted">
        Cost: {priceNote}, for Firestore alone. “–”: the run is under way, or ended without a word.
      </p>
    </>
  )
}

function RunStatusChip({ status }: Pick<RunInHistory, 'status'>) {
  const { word, tone } = runStatusWords[status]
  return <span className={`chip run-${tone}`}>{word}</span>
}
