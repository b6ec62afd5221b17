import { joined, packColumns, parted, unpackColumns } from '../../functions/src/engine/encoding/codec.ts'
import { allColumns, columnsOf, rowsOf } from '../../functions/src/engine/encoding/columns.ts'
import { packBytes, unpackBytes } from '../../functions/src/lib/packing.ts'
import type { Row } from '../../functions/src/model/row.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'

const columns = allColumns(orderStream)

/** The rows as they are read after they were packed. */
export function readBack(rows: readonly Row[]): Row[] {
  const packed = packBytes(joined(packColumns(columns, columnsOf(columns, rows))))
  return rowsOf(unpackColumns(columns, parted(unpackBytes(packed, 'rows'), 'rows'), 'rows').columns)
}
