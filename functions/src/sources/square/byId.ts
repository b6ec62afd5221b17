import { z } from 'zod'

import type { Instant } from '../../lib/instant.ts'
import type { Lookup } from '../../model/source.ts'
import type { CallApi } from '../vendor/api.ts'
import { VendorError } from '../vendor/calls.ts'
import { idOf } from '../vendor/fields.ts'
import type { RawRow } from '../vendor/list.ts'
import { lookUpInLots } from '../vendor/lookup.ts'
import { vendorName } from './client.ts'
import { notFoundCodes } from './codes.ts'
import { recordOf } from './records.ts'

/** The answer to a question for one record; `row` is null where the vendor says that it has none of that id. */
export interface OneRow {
  readonly row: RawRow | null
  readonly askedAt: Instant
  readonly answeredAt: Instant
  readonly calls: number
}

/** Asks for one record at `path`/id, which the answer holds as `member`. */
export async function askForOne(
  call: CallApi,
  now: () => Instant,
  path: string,
  member: string,
  id: string,
): Promise<OneRow> {
  const row = z.record(z.string(), z.unknown()).refine((one) => idOf(one.id) !== null, 'has no id')
  const data = z.looseObject({ [member]: row }).transform((answer): RawRow => row.parse(answer[member]))
  const askedAt = now()
  try {
    const answer = await call({ method: 'GET', path: `${path}/${encodeURIComponent(id)}`, data })
    return { row: answer.data, askedAt: answer.askedAt, answeredAt: answer.answeredAt, calls: answer.calls }
  } catch (error) {
    const isAbsent = error instanceof VendorError && error.isRefusal && notFoundCodes.has(String(error.code))
    if (!isAbsent) throw error
    return { row: null, askedAt, answeredAt: now(), calls: 1 }
  }
}

/** Looks records up one by one, for the vendor has no other way. */
export function lookUpOneByOne(
  call: CallApi,
  now: () => Instant,
  path: string,
  member: string,
  sourceIds: readonly string[],
): Promise<Lookup> {
  return lookUpInLots(vendorName, sourceIds, 1, now, async ([id = '']) => {
    const { row, ...asked } = await askForOne(call, now, path, member, id)
    return { ...asked, found: row === null ? [] : [recordOf(row, asked.askedAt)] }
  })
}
