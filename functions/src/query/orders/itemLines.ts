import type { OrderRow } from '../../contract/api.ts'
import type { LineItem } from '../../contract/order.ts'
import type { OrderLine } from './orderFile.ts'

/** The orders whose documents one request asks for. While their lines are written, the next ones are under way. */
const ordersAtOnce = 100

/** Reads the items of orders by their ids; an order's stand at its place. */
export type ReadItems = (ids: readonly string[]) => Promise<readonly (readonly LineItem[])[]>

/**
 * A line for each item of the orders of `pages`, and one for an order without items; returns what the pages return. Reads on only as
 * lines are taken, and holds the items of no more than 200 orders.
 */
export async function* itemLines<End>(
  pages: AsyncGenerator<readonly OrderRow[], End>,
  readItems: ReadItems,
): AsyncGenerator<readonly OrderLine[], End> {
  await using source = pages
  for (let page = await source.next(); ; page = await source.next()) {
    if (page.done === true) return page.value
    const orders = page.value
    let reading = startingAt(0)
    for (let start = 0; start < orders.length; start += ordersAtOnce) {
      const items = await reading
      reading = startingAt(start + ordersAtOnce)
      yield orders.slice(start, start + ordersAtOnce).flatMap((order, i) => linesOf(order, items[i] ?? []))
    }

    function startingAt(start: number): ReturnType<ReadItems> {
      const ids = orders.slice(start, start + ordersAtOnce).map(({ id }) => id)
      const read = ids.length === 0 ? Promise.resolve([]) : readItems(ids)
      // Nobody waits for it where the lines are not taken to their end.
      read.catch(() => {})
      return read
    }
  }
}

function linesOf(order: OrderRow, items: readonly LineItem[]): OrderLine[] {
  return items.length === 0 ? [{ ...order, item: null }] : items.map((item) => ({ ...order, item }))
}
