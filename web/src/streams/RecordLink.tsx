import type { ColumnDescription, RecordRow } from 'contract/records.ts'
import { MiddleCut } from '../ui/MiddleCut.tsx'
import { titleOf } from './recordTitle.ts'

interface Props {
  readonly row: RecordRow
  readonly title: ColumnDescription
  readonly href: string
}

/** The name of a record, which opens it. */
export function RecordLink({ row, title, href }: Props) {
  const text = titleOf(title, row.id, row)
  return (
    <a href={href} className="row-link">
      {text.includes(' ') ? <span className="cell-text">{text}</span> : <MiddleCut text={text} />}
    </a>
  )
}
