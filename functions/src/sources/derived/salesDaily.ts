import { lostStatuses } from '../../contract/order.ts'
import type { Instant } from '../../lib/instant.ts'
import { pipelineOf, type Pipeline } from '../../model/pipeline.ts'
import type { Row } from '../../model/row.ts'
import { recordIdOf, type Cell } from '../../model/stream.ts'
import { orderLineItemStream } from '../../streams/orderParts/lineItems.ts'
import type { DailySale } from '../../streams/salesDaily/schema.ts'
import { salesDailyStream } from '../../streams/salesDaily/stream.ts'
import { pipelineOfStream, type AccountPipelines } from './account.ts'
import { createDerivedSource } from './source.ts'

/**
 * The pipeline of an account's sales by day, location and variation, computed from the lines of its orders; none where these are no
 * list. Orders that brought nothing in count for nothing, as in all revenue; one that is refunded later leaves its day.
 */
export function salesDailyPipelines(own: AccountPipelines, now: () => Instant): Pipeline[] {
  const { source, account } = own
  const lines = pipelineOfStream(own, orderLineItemStream)
  if (lines === undefined) return []
  const derived = createDerivedSource<DailySale>({
    name: source.name,
    identity: `salesDaily/${lines}`,
    now,
    of: (key, rows) => saleOf(recordIdOf(source.name, key), rows[lines] ?? []),
  })
  const input = { pipeline: lines, stream: orderLineItemStream, idsOf: (row: Row) => [keyOf(row)] }
  return [pipelineOf(derived, salesDailyStream, account, [input])]
}

/** The key of a line's day, place and variation. Of an account's locations each has one currency. */
function keyOf({ day, locationId, variationId }: Row): string {
  return [day, locationId, variationId].map((cell) => encodeURIComponent(String(cell ?? ''))).join(':')
}

const lost: readonly Cell[] = lostStatuses

function saleOf(id: string, rows: readonly Row[]): DailySale | null {
  const sold = rows.filter(({ status }) => !lost.includes(status ?? null))
  const [first, ...others] = sold
  if (first === undefined) return null
  const latest = others.reduce((last, row) => (isBehind(row, last) ? row : last), first)
  const sumOf = (column: string): number => sold.reduce((sum, row) => sum + Number(row[column]), 0)
  const day = String(latest.day)
  return {
    id,
    day,
    locationId: textOf(latest.locationId),
    variationId: textOf(latest.variationId),
    name: String(latest.name),
    currency: String(latest.currency),
    orders: new Set(sold.map(({ orderId }) => orderId)).size,
    // Quantities have up to five digits of fraction, which sums of doubles would show.
    units: Number(sumOf('quantity').toFixed(5)),
    revenue: sumOf('total'),
    createdAt: `${day}T00:00:00.000Z`,
  }
}

function isBehind(a: Row, b: Row): boolean {
  return a.createdAt > b.createdAt || (a.createdAt === b.createdAt && a.id > b.id)
}

function textOf(cell: Cell | undefined): string | null {
  return typeof cell === 'string' ? cell : null
}
