import { boundOfInputs, readInputs } from '../../functions/src/cache/inputRows.ts'
import { readState } from '../../functions/src/cache/state.ts'
import { periodOf } from '../../functions/src/contract/periods.ts'
import { isTimeZone, TimeZone } from '../../functions/src/contract/timeZone.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { msOf } from '../../functions/src/lib/instant.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import type { Row } from '../../functions/src/model/row.ts'
import { sourceIdOf, type Stream } from '../../functions/src/model/stream.ts'
import { locationStream } from '../../functions/src/streams/locations/stream.ts'
import { orderLineItemStream } from '../../functions/src/streams/orderParts/lineItems.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { paymentStream } from '../../functions/src/streams/payments/stream.ts'
import type { CachedFigures, OrderFigures, PaymentFigures } from './figures.ts'

/** Reads what the cache has of a merchant since a moment (milliseconds), all of one moment. Throws an Error that says what was never copied. */
export async function readCachedFigures(db: Firestore, prefix: string, fromMs: number): Promise<CachedFigures> {
  const meter = new Meter()
  const nameOf = ({ name }: Stream): string => `${prefix}.${name}`
  const inputOf = (stream: Stream) => ({ pipeline: nameOf(stream), stream, idsOf: () => [stream.name] })
  const through = async (stream: Stream): Promise<number> => {
    const bound = await boundOfInputs(db, [inputOf(stream)], meter)
    if (bound === null) throw new Error(`${nameOf(stream)} was never copied: run a sync, and repeat this.`)
    return msOf(bound)
  }
  // Before the rows are read: what they have is no older.
  const [paymentsThrough, ordersThrough] = [await through(paymentStream), await through(orderStream)]
  const inputs = await readInputs(
    db,
    [paymentStream, orderStream, orderLineItemStream, locationStream].map(inputOf),
    meter,
  )
  const rowsOf = (stream: Stream): readonly Row[] => inputs.of(stream.name)[nameOf(stream)] ?? []
  const zones = zonesIn(rowsOf(locationStream))
  const placeOf = new Map(
    rowsOf(orderLineItemStream).map(({ orderId, locationId }) => [orderId, String(locationId ?? '')]),
  )
  return {
    payments: rowsOf(paymentStream)
      .map(paymentOf)
      .filter(({ createdAt }) => createdAt >= fromMs),
    orders: rowsOf(orderStream)
      .map((row) => orderOf(row, placeOf.get(sourceIdOf(row.id)) ?? ''))
      .filter(({ createdAt }) => createdAt >= fromMs),
    paymentsThrough,
    ordersThrough,
    quarantined: new Set([
      ...(await quarantinedIn(db, nameOf(paymentStream), meter)),
      ...(await quarantinedIn(db, nameOf(orderStream), meter)),
    ]),
    dayAt: (locationId, ms) => periodOf((zones.get(locationId) ?? utc).dayOf(ms), 'day'),
  }
}

const utc = new TimeZone('UTC')

function zonesIn(locations: readonly Row[]): ReadonlyMap<string, TimeZone> {
  return new Map(
    locations.flatMap(({ id, timeZone }) =>
      typeof timeZone === 'string' && isTimeZone(timeZone) ? [[sourceIdOf(id), new TimeZone(timeZone)] as const] : [],
    ),
  )
}

async function quarantinedIn(db: Firestore, pipeline: string, meter: Meter): Promise<readonly string[]> {
  const { state } = await readState(db, pipeline, meter)
  return state?.quarantined.map(({ id }) => id) ?? []
}

function paymentOf({ id, orderId, locationId, status, currency, total, createdAt, updatedAt }: Row): PaymentFigures {
  return {
    id: sourceIdOf(id),
    orderId: typeof orderId === 'string' ? orderId : null,
    locationId: String(locationId ?? ''),
    status: String(status),
    currency: String(currency),
    total: Number(total),
    createdAt,
    updatedAt: Number(updatedAt),
  }
}

function orderOf({ id, status, currency, total, createdAt }: Row, locationId: string): OrderFigures {
  return {
    id: sourceIdOf(id),
    locationId,
    status: String(status),
    currency: String(currency),
    total: Number(total),
    createdAt,
  }
}
