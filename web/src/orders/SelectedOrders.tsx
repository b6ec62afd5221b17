import { useState } from 'react'

import type { OrderRow } from 'contract/api.ts'
import type { ColumnDescription } from 'contract/records.ts'
import { utc } from 'contract/timeZone.ts'
import { formatCounted } from '../format/count.ts'
import { textOfDay } from '../format/days.ts'
import { SelectionBar } from '../list/SelectionBar.tsx'
import type { Selection } from '../list/useSelection.ts'
import { useSay } from '../ui/Messages.tsx'
import { saveFile } from '../ui/saveFile.ts'
import { useShopZone } from '../ui/shopZone.tsx'
import type { ExportChoice } from './exportChoice.ts'
import { ExportDialog } from './ExportDialog.tsx'
import { csvOfOrders, rowsToPaste } from './selectedFile.ts'

interface Props {
  /** The orders of the page. */
  readonly rows: readonly OrderRow[]
  readonly selection: Selection
  /** The columns of the table, in its order. */
  readonly shown: readonly string[]
  /** The columns that the shop declares. */
  readonly own: readonly ColumnDescription[]
}

/** Copies the selected orders or saves them as a file. They are on the page, so nothing is read for it. */
export function SelectedOrders({ rows, selection, shown, own }: Props) {
  const say = useSay()
  const zone = useShopZone() ?? utc
  const [isAsking, setIsAsking] = useState(false)
  const orders = rows.filter(({ id }) => selection.ids.has(id))
  const copy = (text: string, what: string): void => {
    navigator.clipboard.writeText(text).then(
      () => say(`${formatCounted(orders.length, what)} copied.`),
      () => say('The browser did not allow copying. Allow this page to use the clipboard and try again.', 'bad'),
    )
  }
  const save = (choice: ExportChoice): void => {
    const file = new Blob([csvOfOrders(orders, choice, shown, { own, zone })], { type: 'text/csv;charset=utf-8' })
    saveFile(file, `orders-selected-${textOfDay(zone.dayOf(Date.now()))}.csv`)
    say(`${formatCounted(orders.length, 'order')} exported.`)
  }
  return (
    <SelectionBar count={orders.length} noun="order" onClear={selection.clear}>
      <button
        type="button"
        className="button"
        onClick={() => copy(orders.map(({ orderNumber }) => orderNumber).join('\n'), 'order number')}
      >
        Copy numbers
      </button>
      <button type="button" className="button" onClick={() => copy(rowsToPaste(orders, shown, { own, zone }), 'row')}>
        Copy rows
      </button>
      <button type="button" className="button" onClick={() => setIsAsking(true)}>
        Export selected
      </button>
      {isAsking && (
        <ExportDialog count={orders.length} isSelection onExport={save} onClose={() => setIsAsking(false)} />
      )}
    </SelectionBar>
  )
}
