import { onRequest, type HttpsFunction } from 'firebase-functions/https'
import { z } from 'zod'

import type { Entry } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { syncOptions } from '../options.ts'
import type { FullRunWishes } from '../sync/full/requestFullRun.ts'
import { choosePipelines } from './pipelines.ts'
import { assertMethod, assertNoBody, respond } from './respond.ts'

/** How many orders this one full run may delete, instead of the param's cap. */
export const maxDeletesSchema = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number)
  .optional()

/** True where this one full run reads every cached document. */
export const verifySchema = z.enum(['true', 'false']).optional()

const querySchema = z.strictObject({
  pipeline: z.string().max(100).optional(),
  max_deletes: maxDeletesSchema,
  verify: verifySchema,
})

/** What the query asks of full runs. */
export function wishesOf(query: { readonly max_deletes?: number; readonly verify?: 'true' | 'false' }): FullRunWishes {
  return { maxDeletes: query.max_deletes ?? null, verify: query.verify === 'true' }
}

/** `POST`: starts a full run of every enabled pipeline, or of `?pipeline=`, and answers 202; `syncStatus` has its progress. */
export const createResyncOrders = ({ getAccess, getDeps }: Entry): HttpsFunction =>
  // Its task reads the sources, and needs their secrets.
  onRequest({ ...syncOptions, secrets: [] }, async (request, response) => {
    await respond(getAccess(), request, response, async () => {
      const deps = getDeps()
      const query = parseInput(querySchema, request.query, 'query')
      assertNoBody(request)
      const pipelines = choosePipelines(deps, query.pipeline)
      assertMethod(request, response, 'POST')
      const { resyncAll } = await import('../sync/syncAll.ts')
      return { status: 202, body: await resyncAll(pipelines, wishesOf(query)) }
    })
  })
