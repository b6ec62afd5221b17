import type { ExportFormat } from 'contract/api.ts'
import { formatCount } from '../format/count.ts'
import { Dropdown } from '../ui/Dropdown.tsx'
import type { Export } from './useExport.ts'

interface Props {
  readonly exporting: Export
  /** The number of rows in the list; undefined until it is known. */
  readonly total: number | undefined
  /** The formats on offer; the first one is the usual one. */
  readonly formats: readonly ExportFormat[]
  readonly onStart: (format: ExportFormat) => void
}

const names: Readonly<Record<ExportFormat, string>> = { csv: 'CSV', ndjson: 'NDJSON' }

/** Starts an export; while one is under way, its progress stands in the buttons' place. */
export function ExportButtons({ exporting, total, formats, onStart }: Props) {
  if (exporting.rows !== null) return <ExportProgress exporting={exporting} total={total} />
  return formats.map((format) => (
    <button
      key={format}
      type="button"
      className="button"
      disabled={total === undefined}
      onClick={() => onStart(format)}
    >
      Export {names[format]}
    </button>
  ))
}

/** The buttons of an export where there is little room: several formats are behind one button. */
export function ExportMenu(props: Props) {
  if (props.exporting.rows !== null || props.formats.length === 1) return <ExportButtons {...props} />
  return (
    <Dropdown label="Export">
      <ExportButtons {...props} />
    </Dropdown>
  )
}

/** The progress of an export, and a button that stops it; nothing while none is under way. */
export function ExportProgress({ exporting, total: inList }: Pick<Props, 'exporting' | 'total'>) {
  const { rows, isList, cancel } = exporting
  if (rows === null) return null
  const total = isList ? inList : undefined
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
