import type { ParsedRecord, Source, SourceRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import type { Vendor } from '../../streams/vendors/schema.ts'
import { isObject, objectsIn, textOf } from '../vendor/fields.ts'
import { lookUpInBulk } from './bulk.ts'
import type { CursorList } from './cursorList.ts'
import { rescannedList } from './listSource.ts'
import { faultsIn } from './normalise.ts'
import { pageSchema } from './page.ts'
import { isoOfTime, recordOf } from './records.ts'
import type { MerchantSourceOptions } from './source.ts'

const bulk = { path: '/v2/vendors/bulk-retrieve', ids: 'vendor_ids', member: 'vendor' }

/** The vendors of one merchant, those that it buys from no more among them. */
export function createVendorSource(options: MerchantSourceOptions): Source<Vendor> {
  const { call, now } = options
  const list: CursorList = {
    ask: (cursor) =>
      call({
        method: 'POST',
        path: '/v2/vendors/search',
        body: { filter: { status: ['ACTIVE', 'INACTIVE'] }, ...(cursor !== null && { cursor }) },
        data: pageSchema('vendors'),
      }),
    recordOf,
  }
  return {
    ...rescannedList(options, 'vendors', list),
    lookup: (sourceIds) => lookUpInBulk(call, now, bulk, sourceIds),
    parse: parseVendor,
  }
}

/** Only a missing creation time puts a vendor into quarantine. */
function parseVendor({ sourceId, raw }: SourceRecord): ParsedRecord<Vendor> {
  if (!isObject(raw)) return { ok: false, reason: 'it is no object' }
  const createdAt = isoOfTime(raw.created_at)
  if (createdAt === null) return { ok: false, reason: faultsIn({ created_at: createdAt }) }
  const [contact] = objectsIn(raw.contacts).filter(({ removed }) => removed !== true)
  const record: Vendor = {
    id: recordIdOf('square', sourceId),
    source: 'square',
    sourceId,
    name: textOf(raw.name) ?? '',
    status: textOf(raw.status) ?? 'ACTIVE',
    accountNumber: textOf(raw.account_number) ?? null,
    contactName: textOf(contact?.name) ?? null,
    email: textOf(contact?.email_address) ?? null,
    phone: textOf(contact?.phone_number) ?? null,
    createdAt,
    updatedAt: isoOfTime(raw.updated_at) ?? createdAt,
  }
  return { ok: true, record, payload: raw }
}
