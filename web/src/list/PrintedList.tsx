import { useAsOf } from '../backend/live.tsx'
import { formatCount } from '../format/count.ts'
import { Printout } from '../ui/Printout.tsx'
import { useIsPrinting } from '../ui/printing.ts'
import { Time } from '../ui/Time.tsx'
import type { ColumnChoice } from './columnChoice.ts'
import type { ListColumn } from './listColumn.ts'
import type { ListRow } from './listPage.ts'
import type { ShownRows } from './shownRows.ts'

interface Props<Row extends ListRow> extends Pick<ShownRows<Row>, 'label' | 'rows' | 'offset' | 'total'> {
  readonly columns: readonly ListColumn<Row>[]
  readonly choice: ColumnChoice
}

/** The page of a list on paper: all of its rows, with the columns that its table shows, on a phone too. */
export function PrintedList<Row extends ListRow>(props: Props<Row>) {
  return useIsPrinting() && <Sheets {...props} />
}

function Sheets<Row extends ListRow>({ label, rows, offset, total, columns, choice }: Props<Row>) {
  const visible = columns.filter(({ id }) => choice.chosen.has(id))
  const asOf = useAsOf()
  return (
    <Printout>
      <h1>{label}</h1>
      <p>
        {formatCount(offset + 1)}–{formatCount(offset + rows.length)} of {formatCount(total)}
        {asOf !== null && (
          <>
            , as of <Time iso={asOf} />
          </>
        )}
      </p>
      <table>
        <thead>
          <tr>
            {visible.map(({ id, label: name, isNumeric }) => (
              <th key={id} scope="col" className={isNumeric === true ? 'numeric' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {visible.map(({ id, isNumeric, cell }) => (
                <td key={id} className={isNumeric === true ? 'numeric' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Printout>
  )
}
