import type { Filter, Sort } from '../../../functions/src/model/api.ts'
import { formatCount } from '../format/count.ts'
import { useExport } from './useExport.ts'

interface Props {
  readonly filter: Filter
  readonly sort: Sort
  /** How many orders the list has; undefined until it is known. */
  readonly total: number | undefined
}

export function ExportButton({ filter, sort, total }: Props) {
  const { rows, start, cancel } = useExport()
  if (rows === null) {
    return (
      <button type="button" className="button" disabled={total === undefined} onClick={() => start(filter, sort)}>
        Export CSV
      </button>
    )
  }
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
