import { onRequest, type HttpsFunction } from 'firebase-functions/https'
import { z } from 'zod'

import { exportOrdersRequestSchema, type ExportFormat } from '../contract/api.ts'
import { periodOf } from '../contract/periods.ts'
import { TimeZone } from '../contract/timeZone.ts'
import type { Entry } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { exportOptions } from '../options.ts'
import { jsonBody } from './callBody.ts'
import { assertMethod, guard } from './respond.ts'
import { sendFile } from './sendFile.ts'

const types: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
}

/**
 * `POST` with `exportOrders`'s request as JSON: every order of a query as a file. The method is not GET, because a URL, which logs and
 * histories keep, would then hold what was searched for.
 */
export const createDownloadOrders = ({ getAccess, getDeps }: Entry): HttpsFunction =>
  onRequest(exportOptions, async (request, response) => {
    await guard(getAccess(), request, response, async () => {
      parseInput(z.strictObject({}), request.query, 'query')
      // Before the body, which another method may not have.
      assertMethod(request, response, 'POST')
      const wanted = parseInput(exportOrdersRequestSchema, jsonBody(request))
      const { db, reader, timeZone, clock } = getDeps()
      const day = periodOf(new TimeZone(wanted.timeZone ?? timeZone).dayOf(clock.now()), 'day')
      const file = {
        name: `${wanted.rows === 'items' ? 'order-items' : 'orders'}-${day}.${wanted.format}`,
        type: types[wanted.format],
      }
      const { exportOrders } = await import('../query/orders/exportOrders.ts')
      await sendFile(exportOrders(db, reader, wanted, timeZone), file, response)
    })
  })
