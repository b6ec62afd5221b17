import type { ParsedRecord, Source, SourceRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import type { Location } from '../../streams/locations/schema.ts'
import { currencyOf, isObject, memberOf, textOf } from '../vendor/fields.ts'
import type { CursorList } from './cursorList.ts'
import { rescannedList } from './listSource.ts'
import { readLocations } from './locationList.ts'
import { faultsIn } from './normalise.ts'
import { isoOfTime, recordOf } from './records.ts'
import type { MerchantSourceOptions } from './source.ts'

/** The locations of one merchant. They say of no change when it was, so all have one version and content decides. */
export function createLocationSource(options: MerchantSourceOptions): Source<Location> {
  const list: CursorList = {
    ask: async () => {
      const { data, ...answer } = await readLocations(options.call)
      return { ...answer, data: { rows: data.locations, cursor: '' } }
    },
    recordOf,
  }
  return { ...rescannedList(options, 'locations', list), parse: parseLocation }
}

/** Only a missing creation time puts a location into quarantine. */
function parseLocation({ sourceId, raw }: SourceRecord): ParsedRecord<Location> {
  if (!isObject(raw)) return { ok: false, reason: 'it is no object' }
  const createdAt = isoOfTime(raw.created_at)
  if (createdAt === null) return { ok: false, reason: faultsIn({ created_at: createdAt }) }
  const record: Location = {
    id: recordIdOf('square', sourceId),
    source: 'square',
    sourceId,
    name: textOf(raw.name) ?? '',
    status: textOf(raw.status) ?? 'ACTIVE',
    type: textOf(raw.type) ?? null,
    timeZone: textOf(raw.timezone) ?? null,
    currency: currencyOf(raw.currency),
    country: textOf(raw.country) ?? null,
    city: textOf(memberOf(raw.address, 'locality')) ?? null,
    createdAt,
  }
  return { ok: true, record, payload: raw }
}
