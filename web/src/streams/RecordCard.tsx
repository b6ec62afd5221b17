import type { ColumnDescription, RecordRow, StreamDescription } from 'contract/records.ts'
import { Time } from '../ui/Time.tsx'
import { isShown, titleColumn } from './recordColumns.ts'
import { RecordLink } from './RecordLink.tsx'
import { textOfValue } from '../list/RecordValue.tsx'

interface Props {
  readonly stream: StreamDescription
  readonly row: RecordRow
  readonly href: string
}

/** A record on a phone: what names it and its first amount or number, and below its words and the moment of its creation. */
export function RecordCard({ stream, row, href }: Props) {
  const title = titleColumn(stream)
  const columns = stream.columns.filter(isShown)
  const number = columns.find(({ money }) => money) ?? columns.find(({ kind }) => kind === 'integer')
  const words = columns.filter((column) => isWord(column, stream) && row[column.name] !== null)
  return (
    <>
      <div className="card-line">
        <RecordLink row={row} title={title} href={href} />
        {number !== undefined && row[number.name] !== null && (
          <strong className="card-end">
            <span className="visually-hidden">{number.label} </span>
            {textOfValue(number, row)}
          </strong>
        )}
      </div>
      <div className="card-line">
        <span className="card-text">{words.map((column) => textOfValue(column, row)).join(' · ')}</span>
        <span className="card-end muted">
          <span className="visually-hidden">Created </span>
          <Time iso={row.createdAt} />
        </span>
      </div>
    </>
  )
}

/**
 * Tells whether a column is one of the words on the card: categories say what kind of record it is; its source and an amount's currency say
 * little more.
 */
function isWord({ name, kind }: ColumnDescription, { columns }: StreamDescription): boolean {
  return kind === 'category' && name !== 'source' && !columns.some(({ money }) => money?.currency === name)
}
