import { isoOf } from '../../lib/instant.ts'
import { wholeSource, type ParsedRecord, type Source, type SourceRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import type { CustomerRecord } from '../../streams/customers/schema.ts'
import { isObject, textOf } from '../vendor/fields.ts'
import { lookUpInBulk } from './bulk.ts'
import { changesByCursor, enumerateByCursor, type CursorList } from './cursorList.ts'
import { faultsIn } from './normalise.ts'
import { pageSchema } from './page.ts'
import { isoOfTime, recordOf } from './records.ts'
import { merchantSource, type MerchantSourceOptions } from './source.ts'
import { nameOf } from './teamMembers.ts'

const bulk = { path: '/v2/customers/bulk-retrieve', ids: 'customer_ids', member: 'customer' }
/** The most customers of a page. */
const largestPage = 100

/**
 * The customers of one merchant. They are filtered by the time of their change and cannot be sorted by it; the order of creation, in
 * which they come, is that of new ones last. Deletions are found by webhooks and by full runs.
 */
export function createCustomerSource(options: MerchantSourceOptions): Source<CustomerRecord> {
  const { call, now } = options
  const list: CursorList = {
    ask: (cursor, from) =>
      call({
        method: 'POST',
        path: '/v2/customers/search',
        body: {
          limit: largestPage,
          ...(cursor !== null && { cursor }),
          query: {
            ...(from !== null && { filter: { updated_at: { start_at: isoOf(from) } } }),
            sort: { field: 'CREATED_AT', order: 'ASC' },
          },
        },
        data: pageSchema('customers'),
      }),
    recordOf,
  }
  return {
    ...merchantSource(options, 'customers'),
    strategy: 'unordered',
    partsAtOnce: 1,
    changes: (window, pageSize) => changesByCursor(list, window, pageSize, (_first, _since, until) => until),
    parts: async () => wholeSource,
    enumerate: (_part, cursor, pageSize) => enumerateByCursor(list, cursor, pageSize),
    lookup: (sourceIds) => lookUpInBulk(call, now, bulk, sourceIds),
    parse: parseCustomer,
  }
}

/** Only a missing creation time puts a customer into quarantine. */
function parseCustomer({ sourceId, raw }: SourceRecord): ParsedRecord<CustomerRecord> {
  if (!isObject(raw)) return { ok: false, reason: 'it is no object' }
  const createdAt = isoOfTime(raw.created_at)
  if (createdAt === null) return { ok: false, reason: faultsIn({ created_at: createdAt }) }
  const company = textOf(raw.company_name)
  const record: CustomerRecord = {
    id: recordIdOf('square', sourceId),
    source: 'square',
    sourceId,
    name: nameOf(raw) || (textOf(raw.nickname) ?? company ?? ''),
    company: company ?? null,
    email: textOf(raw.email_address) ?? null,
    phone: textOf(raw.phone_number) ?? null,
    referenceId: textOf(raw.reference_id) ?? null,
    createdBy: textOf(raw.creation_source) ?? null,
    createdAt,
    updatedAt: isoOfTime(raw.updated_at) ?? createdAt,
  }
  return { ok: true, record, payload: raw }
}
