import { onRequest, type HttpsFunction } from 'firebase-functions/https'
import { z } from 'zod'

import { readAccounts } from '../connections/status.ts'
import type { AccountStatus, AuthorizationStatus, SyncStatusResponse } from '../contract/sync.ts'
import type { Deps, Entry } from '../deps.ts'
import { Meter } from '../lib/meter.ts'
import { parseInput } from '../lib/parse.ts'
import { accountOf } from '../model/connection.ts'
import type { Pipeline } from '../model/pipeline.ts'
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

/** The status of every enabled pipeline and account with the shop's time zone, as both `syncStatus` and `getSyncStatus` answer it. */
export async function statusOfAll(deps: Deps): Promise<SyncStatusResponse> {
  const meter = new Meter()
  const asked = deps.pipelines.flatMap((pipeline) => accountOf(pipeline) ?? [])
  const accounts = await readAccounts(deps, asked, meter)
  const plan = { everyMinutes: deps.everyMinutes, isAdaptive: deps.adaptation !== null }
  const pipelines = await Promise.all(
    deps.pipelines.map((context) => pipelineStatus(context, plan, meter, authorizationOf(context, accounts))),
  )
  return { timeZone: deps.timeZone, pipelines, ...(accounts.length > 0 && { accounts }) }
}

/** The authorization of a pipeline's account; null where it has none that is connected. */
function authorizationOf(
  pipeline: Pick<Pipeline, 'source' | 'account'>,
  accounts: readonly AccountStatus[],
): AuthorizationStatus | null {
  const account = accountOf(pipeline)
  const status = accounts.find((one) => one.source === account?.source && one.account === account.account)
  if (status === undefined || status.state === 'unconnected') return null
  const { state, endsAt } = status
  return { state, endsAt }
}
