import { onRequest, type HttpsFunction, type Request } from 'firebase-functions/https'
import { z } from 'zod'

import { orderStatuses } from '../contract/order.ts'
import type { Entry } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { syncOptions } from '../options.ts'
import { orderStream } from '../streams/orders/stream.ts'
import { adaptSchedule } from '../sync/schedule/adapt.ts'
import { choosePipelines } from './pipelines.ts'
import { maxDeletesSchema, verifySchema, wishesOf } from './resyncOrders.ts'
import { assertMethod, assertNoBody, respond } from './respond.ts'

/** `?status=pending,on_hold`, or the parameter several times. */
const statusesSchema = z
  .union([z.string().max(200), z.array(z.string().max(50)).max(orderStatuses.length)])
  .transform((text) => [text].flat().flatMap((part) => part.split(',')))
  .pipe(z.array(z.enum(orderStatuses)).min(1))
  .optional()

const querySchema = z
  .strictObject({
    pipeline: z.string().max(100).optional(),
    force_full: z.enum(['true', 'false']).optional(),
    max_deletes: maxDeletesSchema,
    verify: verifySchema,
    status: statusesSchema,
  })
  .refine((query) => query.status === undefined || query.force_full !== 'true', {
    path: ['status'],
    message: 'goes with no full run: that looks at every order',
  })
  .refine((query) => query.max_deletes === undefined || query.force_full === 'true', {
    path: ['max_deletes'],
    message: 'goes with force_full=true only: an incremental run deletes nothing',
  })
  .refine((query) => query.verify === undefined || query.force_full === 'true', {
    path: ['verify'],
    message: 'goes with force_full=true only: no other run reads every document',
  })

/** `POST`: an incremental run of every enabled pipeline, or of `?pipeline=`; `?force_full=true` is `resyncOrders`. `?status=` asks only for the cached orders of
 * some statuses what they are now. */
export const createSyncOrders = ({ getAccess, getDeps }: Entry): HttpsFunction =>
  onRequest(syncOptions, async (request, response) => {
    await respond(getAccess(), request, response, async () => {
      const deps = getDeps()
      const query = parseInput(querySchema, request.query, 'query')
      assertNoBody(request)
      const chosen = choosePipelines(deps, query.pipeline)
      // Other streams have no order's status.
      const pipelines =
        query.status === undefined ? chosen : chosen.filter(({ stream }) => stream.name === orderStream.name)
      assertMethod(request, response, 'POST')
      const { resyncAll, syncAll } = await import('../sync/syncAll.ts')
      if (query.force_full === 'true') {
        return { status: 202, body: await resyncAll(pipelines, wishesOf(query)) }
      }
      const jobId = jobOf(request)
      const scope = query.status === undefined ? 'window' : { statuses: query.status }
      const body = await syncAll(
        pipelines,
        async (states) => {
          if (deps.adaptation !== null && jobId !== null) await adaptSchedule(deps.adaptation, jobId, states)
        },
        scope,
      )
      const isRunning = body.runs.some(({ status }) => status === 'running')
      return { status: !body.success ? 500 : isRunning ? 202 : 200, body }
    })
  })

/** The job of Cloud Scheduler that called, by the header that it sends; null where somebody else did. */
function jobOf(request: Request): string | null {
  const name = request.get('x-cloudscheduler-jobname')?.split('/').at(-1) ?? ''
  return /^[\w-]{1,500}$/.test(name) ? name : null
}
