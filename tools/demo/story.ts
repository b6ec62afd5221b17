import { printLine } from '../../cli/commandLine.ts'
import type { ListOrdersResponse } from '../../functions/src/contract/api.ts'
import type { RunReport } from '../../functions/src/contract/sync.ts'
import type { TidemarkClient } from '../local/client.ts'
import { followFullRun } from '../local/fullRun.ts'
import { untilQuiet, untilRead } from '../local/quiet.ts'
import { formatCount, formatSeconds, runLine } from '../local/report.ts'
import type { SampleShop } from '../local/shop.ts'
import { sampleStatuses } from '../samples/lifecycle.ts'
import type { SampleOrder } from '../samples/orders.ts'
import type { Step } from './bill.ts'
import type { DirectReads } from './directReads.ts'
import { showFacets, showPage } from './show.ts'

/** What the story happens to. */
export interface Stage {
  readonly shop: SampleShop
  readonly client: TidemarkClient
  readonly direct: DirectReads
  readonly aborted: AbortSignal
}

const pageSize = 50

/** The cache does not show what the shop holds: the demo has failed. */
export class DemoError extends Error {
  override readonly name = 'DemoError'
}

/** The first sync of all the shop's orders, by a full run. */
export async function firstSync({ shop, client, aborted }: Stage): Promise<Step> {
  printLine(`\nFirst sync: ${formatCount(shop.size)} orders`)
  const run = await followFullRun(client, await client.startSync('incremental'), aborted)
  printLine(`  ${runLine(run)}`)
  expectSame('The first sync copied', run.created, shop.size)
  return { name: `First sync of ${formatCount(shop.size)} orders`, tidemark: billOf(run), direct: null }
}

/** The shop changes and places orders; the incremental sync has to find exactly those. */
export async function incrementalSync(
  { shop, client, direct, aborted }: Stage,
  placed: number,
  changed: number,
): Promise<Step> {
  // The shop's own writes ask for runs, too; here the figures of one that is asked for by hand are wanted.
  await untilQuiet(shop.writes, aborted)
  const changes = await shop.change(changed)
  const news = await shop.place(placed)
  printLine(`\nIn the shop: ${describe(news, 'new')}; ${describe(changes, 'changed')}`)
  const [run] = (await client.startSync('incremental')).runs
  if (run === undefined || !('fetched' in run)) throw new DemoError('The incremental sync did not run.')
  printLine(`  ${runLine(run)}`)
  expectSame('The incremental sync succeeded', run.status, 'succeeded')
  expectSame('The incremental sync found new orders', run.created, placed)
  expectSame('The incremental sync found changed orders', run.updated, changed)
  for (const { id, data } of [...news, ...changes]) {
    const cached = await client.getOrder(`firestore:${id}`)
    expectSame(`Order ${data.orderId} is cached as`, cached.sourceStatus, data.status)
  }
  const name = placed + changed === 0 ? 'Sync with nothing new' : `Sync of ${placed} new, ${changed} changed`
  const { reads } = await direct.everything()
  return { name, tidemark: billOf(run), direct: { reads, how: 'fetch everything and compare' } }
}

/** Changes that nobody syncs: the shop's writes report themselves, and a run comes for them. */
export async function changesWithinSeconds({ shop, client, aborted }: Stage): Promise<void> {
  await untilRead(shop.writes, aborted)
  const changes = await shop.change(3)
  printLine(`\nIn the shop: ${describe(changes, 'changed')}; nobody starts a sync`)
  const startedMs = Date.now()
  await untilRead(shop.writes, aborted)
  for (const { id, data } of changes) {
    const cached = await client.getOrder(`firestore:${id}`)
    expectSame(`Order ${data.orderId} is cached as`, cached.sourceStatus, data.status)
  }
  printLine(`  served after ${formatSeconds(Date.now() - startedMs)} at most`)
}

/** The first page and the next one, with the total and the counts of each facet. */
export async function pages({
  shop,
  client,
  direct,
}: Stage): Promise<readonly [first: Step, next: Step, facets: Step]> {
  const first = await client.listOrders({})
  showPage('The newest orders', first)
  expectSame('The first page has a total of', first.total, shop.size)
  const next = await client.listOrders({ cursor: first.nextCursor ?? '' })
  showPage('The next page, by the cursor', next)
  const counted = await client.listOrders({ facets: true, limit: 1 })
  printLine('\nCounts of each facet')
  if (counted.facets !== undefined) showFacets(counted.facets)
  const newest = direct.orders.orderBy('timestamp', 'desc').limit(pageSize)
  const [page, total] = [await direct.documents(newest), await direct.count(direct.orders)]
  expectSame('The first page shows', idsOf(first), page.value.map(({ id }) => id).join())
  const second = await direct.documents(newest.startAfter(page.value.at(-1)?.data.timestamp))
  const currencies = Object.keys(counted.facets?.currency ?? {})
  const statuses = await direct.countEach('status', sampleStatuses)
  const byCurrency = await direct.countEach('currency', currencies)
  expectSame('The facet of currencies', canonical(counted.facets?.currency), canonical(byCurrency.value))
  const counts = sampleStatuses.length + currencies.length
  return [
    step(
      `First page of ${pageSize}, with its total`,
      first,
      page.reads + total.reads,
      `${pageSize} documents and a count()`,
    ),
    step('The next page', next, second.reads, `${pageSize} documents`),
    step('Counts of each facet', counted, statuses.reads + byCurrency.reads, `${counts} count() queries`),
  ]
}

/** Filters, another sort, and a search. */
export async function questions({ client, direct }: Stage): Promise<readonly Step[]> {
  const from = new Date(Date.now() - 90 * 86_400_000)
  const shipped = await client.listOrders({
    filter: { status: ['shipped', 'delivered'], createdFrom: from.toISOString() },
    sort: { field: 'total', direction: 'desc' },
  })
  showPage('Shipped or delivered, of the last 90 days, largest total first', shipped)
  const matching = direct.orders
    .where('status', 'in', ['SHIPPED', 'DELIVERED'])
    .where('timestamp', '>=', from.getTime())
  const found = await direct.documents(matching.orderBy('totalAmount', 'desc').limit(pageSize))
  const total = await direct.count(matching)
  expectSame('The filter finds', shipped.total, total.value)

  const text = 'garcia'
  const searched = await client.listOrders({ filter: { search: text } })
  showPage(`Search for "${text}"`, searched)
  const all = await direct.everything()
  expectSame('The search finds', searched.total, all.value.filter((order) => mentions(order, text)).length)

  const [row] = searched.orders
  if (row !== undefined) await client.getOrder(row.id)
  return [
    step(
      'Filter and sort',
      shipped,
      found.reads + total.reads,
      'documents and a count(), an index for each combination',
    ),
    step('Search', searched, all.reads, 'fetch everything and look: there is no text search'),
    { name: 'One whole order', tidemark: { reads: 1, writes: 0 }, direct: { reads: 1, how: 'its document' } },
  ]
}

/** A full resync compares every order and has to find nothing to do. */
export async function fullResync({ shop, client, direct, aborted }: Stage): Promise<Step> {
  printLine('\nFull resync')
  await untilRead(shop.writes, aborted)
  const run = await followFullRun(client, await client.startSync('full'), aborted)
  printLine(`  ${runLine(run)}`)
  expectSame('The full resync found unchanged', run.unchanged, shop.size)
  const { reads } = await direct.everything()
  return { name: 'Full resync', tidemark: billOf(run), direct: { reads, how: 'fetch everything' } }
}

function step(name: string, { meta }: ListOrdersResponse, reads: number, how: string): Step {
  return { name, tidemark: { reads: meta.firestoreReads, writes: 0 }, direct: { reads, how } }
}

function billOf(run: RunReport): Step['tidemark'] {
  return { reads: run.firestoreReads, writes: run.firestoreWrites }
}

function describe(orders: readonly SampleOrder[], what: string): string {
  return orders.length === 0 ? `none ${what}` : `${what}: ${orders.map(({ data }) => data.orderId).join(', ')}`
}

/** What Tidemark's search looks at, without case and accents. */
function mentions({ id, data }: SampleOrder, text: string): boolean {
  const { orderId, customer, items } = data
  const fields = [`firestore:${id}`, orderId, customer.name, customer.email, ...items.map(({ sku }) => sku)]
  return fields.some((field) => field.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().includes(text))
}

function idsOf(page: ListOrdersResponse): string {
  return page.orders.map(({ sourceId }) => sourceId).join()
}

function canonical(counts: Readonly<Record<string, number>> = {}): string {
  return JSON.stringify(Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function expectSame(what: string, shown: string | number | undefined, expected: string | number): void {
  if (shown !== expected) throw new DemoError(`${what} ${shown}, but it should be ${expected}.`)
}
