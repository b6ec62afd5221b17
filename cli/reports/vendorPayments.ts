import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { noInputs, type Source, type SourceRecord } from '../../functions/src/model/source.ts'
import { paymentSchema } from '../../functions/src/streams/payments/schema.ts'
import type { PaymentFigures } from './figures.ts'

const pageSize = 100

/** Reads a merchant's payments since a moment (milliseconds) from the vendor itself; what cannot be read is left out, and in quarantine. */
export async function readVendorPayments(
  source: Source,
  fromMs: number,
  onPage: (read: number) => void,
): Promise<PaymentFigures[]> {
  if (source.recent === null) throw new Error('Its payments cannot be read since a moment.')
  const payments: PaymentFigures[] = []
  const { names } = await source.recent.parts(instantFromMs(fromMs))
  for (const part of names) {
    for await (const { records } of source.enumerate(part, null, pageSize, noInputs)) {
      payments.push(...records.flatMap((record) => figuresOf(source, record)))
      onPage(payments.length)
    }
  }
  return payments
}

function figuresOf(source: Source, record: SourceRecord): PaymentFigures[] {
  const parsed = source.parse(record, noInputs)
  const payment = parsed.ok ? paymentSchema.safeParse(parsed.record).data : undefined
  if (payment === undefined) return []
  const { sourceId, orderId, locationId, status, currency, total, createdAt, updatedAt } = payment
  const times = { createdAt: Date.parse(createdAt), updatedAt: Date.parse(updatedAt) }
  return [{ id: sourceId, orderId, locationId: locationId ?? '', status, currency, total, ...times }]
}
