import { onRequest, type HttpsFunction } from 'firebase-functions/https'
import { z } from 'zod'

import { connectionId } from '../cache/paths.ts'
import { readAuthorizations } from '../connections/status.ts'
import type { SyncStatusResponse } from '../contract/api.ts'
import type { Deps, Entry } from '../deps.ts'
import { Meter } from '../lib/meter.ts'
import { parseInput } from '../lib/parse.ts'
import { accountOf } from '../model/connection.ts'
import { readOptions } from '../options.ts'
import { pipelineStatus } from '../sync/status.ts'
import { assertMethod, assertNoBody, respond } from './respond.ts'

/** `GET`: every pipeline's watermark, age, last runs and health: one read a pipeline, and two an account. */
export const createSyncStatus = ({ getAccess, getDeps }: Entry): HttpsFunction =>
  onRequest(readOptions, async (request, response) => {
    await respond(getAccess(), request, response, async () => {
      parseInput(z.strictObject({}), request.query, 'query')
      assertNoBody(request)
      assertMethod(request, response, 'GET')
      return { status: 200, body: await statusOfAll(getDeps()) }
    })
  })

/** The status of every enabled pipeline with the shop's time zone, as both `syncStatus` and `getSyncStatus` answer it. */
export async function statusOfAll(deps: Deps): Promise<SyncStatusResponse> {
  const meter = new Meter()
  const accounts = deps.pipelines.flatMap((pipeline) => accountOf(pipeline) ?? [])
  const authorizations = await readAuthorizations(deps, accounts, meter)
  const plan = { everyMinutes: deps.everyMinutes, isAdaptive: deps.adaptation !== null }
  return {
    timeZone: deps.timeZone,
    pipelines: await Promise.all(
      deps.pipelines.map((context) => {
        const account = accountOf(context)
        const authorization = account === null ? undefined : authorizations.get(connectionId(account))
        return pipelineStatus(context, plan, meter, authorization)
      }),
    ),
  }
}
