import { z } from 'zod'

import { SourceError } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Lookup } from '../../model/source.ts'
import type { CallApi } from '../vendor/api.ts'
import { idOf, memberOf } from '../vendor/fields.ts'
import { lookUpInLots } from '../vendor/lookup.ts'
import { vendorName } from './client.ts'
import { notFoundCodes } from './codes.ts'
import { recordOf } from './records.ts'

/** The most records that one request may name. */
const mostIds = 100

const answersSchema = z.object({
  responses: z.record(z.string(), z.looseObject({ errors: z.array(z.looseObject({ code: z.string() })).optional() })),
})

/** An endpoint that answers for several records one by one: its path, the name of its list of ids, and the member that holds a record. */
export interface BulkEndpoint {
  readonly path: string
  readonly ids: string
  readonly member: string
}

/** Looks records up of which each has an answer of its own. One that is neither there nor said to be missing is an error. */
export function lookUpInBulk(
  call: CallApi,
  now: () => Instant,
  { path, ids: idsName, member }: BulkEndpoint,
  sourceIds: readonly string[],
): Promise<Lookup> {
  return lookUpInLots(vendorName, sourceIds, mostIds, now, async (ids) => {
    const answer = await call({ method: 'POST', path, body: { [idsName]: ids }, data: answersSchema })
    const found = ids.flatMap((id) => {
      const response = answer.data.responses[id]
      const row = response?.[member]
      if (idOf(memberOf(row, 'id')) !== null) return recordOf(row as Readonly<Record<string, unknown>>, answer.askedAt) // It has a member.
      const codes = response?.errors?.map(({ code }) => code) ?? []
      if (codes.length > 0 && codes.every((code) => notFoundCodes.has(code))) return []
      throw new SourceError(`Square did not say whether it has a record (${path}).`, { retryable: true })
    })
    return { ...answer, found }
  })
}
