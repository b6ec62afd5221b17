import { formatCount } from '../format/count.ts'
import type { Export } from './useExport.ts'

interface Props {
  readonly exporting: Export
  /** How many orders the list has; undefined until it is known. */
  readonly total: number | undefined
  readonly onStart: () => void
}

/** Starts an export; while one is under way, its progress stands in the button's place. */
export function ExportButton({ exporting, total, onStart }: Props) {
  if (exporting.rows !== null) return <ExportProgress exporting={exporting} total={total} />
  return (
    <button type="button" className="button" disabled={total === undefined} onClick={onStart}>
      Export CSV
    </button>
  )
}

/** How far an export is, and the way to stop it; nothing while none is under way. */
export function ExportProgress({ exporting: { rows, cancel }, total }: Omit<Props, 'onStart'>) {
  if (rows === null) return null
  const far = total === undefined ? formatCount(rows) : `${formatCount(Math.min(rows, total))} of ${formatCount(total)}`
  return (
    <span className="export-progress">
      <span role="status">Exporting {far}</span>
      <progress aria-label="Export" max={total} value={total === undefined ? undefined : Math.min(rows, total)} />
      <button type="button" className="button" onClick={cancel}>
        Cancel
      </button>
    </span>
  )
}
