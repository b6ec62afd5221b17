import { putInto } from '../../functions/src/cache/write.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import type { Pipeline } from '../../functions/src/model/pipeline.ts'
import { alertKinds, alertWrites } from '../../functions/src/sync/alerts/alerts.ts'
import { compare, type Comparison } from './compare.ts'
import { readCachedFigures } from './cached.ts'
import { readVendorPayments } from './vendorPayments.ts'

/**
 * Compares what the cache has of a merchant with the vendor's own payments, those of the last `days`, and opens an alert where they
 * differ and nobody can say why; the next comparison without such a difference closes it.
 */
export async function validateMerchant(
  db: Firestore,
  { id, source }: Pick<Pipeline, 'id' | 'source'>,
  { nowMs, days, onPage }: { readonly nowMs: number; readonly days: number; readonly onPage: (read: number) => void },
): Promise<Comparison> {
  const fromMs = nowMs - days * 86_400_000
  const cached = await readCachedFigures(db, id.slice(0, id.lastIndexOf('.')), fromMs)
  const comparison = compare(await readVendorPayments(source, fromMs, onPage), cached)
  const unexplained = comparison.differences.filter(({ explanation }) => explanation === null).length
  const message =
    unexplained === 0
      ? null
      : `${unexplained} payments or orders differ from the vendor's own figures, and nothing explains it. ` +
        '"npm run reports -- validate" names them. Start a full resync of payments and orders, then compare again.'
  const batch = db.batch()
  for (const write of alertWrites(db, id, instantFromMs(nowMs), [{ kind: alertKinds.figuresDiffer, message }]))
    putInto(batch, write)
  await batch.commit()
  return comparison
}
