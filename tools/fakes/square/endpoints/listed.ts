import { z } from 'zod'

import type { Directory } from '../directory.ts'
import { restOf, shown, type FakeRecord, type Members } from '../records.ts'
import { notFound, type ApiError } from '../refusal.ts'

/** The most ids of a bulk call. */
const mostIds = 100
export const idsSchema = z.array(z.string()).min(1).max(mostIds)
/** The order of a list; ascending by default. */
export const sortOrderSchema = z.enum(['ASC', 'DESC']).nullish()

const allTime = { from: 0, to: Number.MAX_SAFE_INTEGER - 1 }

/** All records that lists show. */
export const listed = ({ records }: Directory): readonly FakeRecord[] =>
  [...records.range('createdMs', allTime, false, null)].map(({ record }) => record)

/** The text that a list by name is sorted by: the names, and the id where they are the same. */
export function nameOf(record: FakeRecord): string {
  const rest = restOf(record)
  const names = ['name', 'given_name', 'family_name', 'company_name'].flatMap((key) => rest[key] ?? []).map(String)
  return [...names, record.id].join(' ')
}

/** The text that a list by creation is sorted by. */
export const creationOf = ({ createdMs, id }: FakeRecord): string => `${String(createdMs).padStart(16, '0')} ${id}`

export const statusSchema = z.enum(['ACTIVE', 'INACTIVE'])

/** An answer for each id, which may be an error of its own. */
export function responsesOf({ records }: Directory, kind: string, ids: readonly string[]): Members {
  const answerOf = (id: string): Members | { readonly errors: readonly ApiError[] } => {
    const record = records.get(id)
    return record === undefined ? { errors: notFound(`The ${kind}`).errors } : { [kind]: shown(record, 'status') }
  }
  return Object.fromEntries(ids.map((id) => [id, answerOf(id)]))
}
