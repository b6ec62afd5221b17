import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { systemClock } from '../../functions/src/lib/systemClock.ts'
import { createClient } from '../../functions/src/sources/tiktokShop/client.ts'
import { RateLimiter } from '../../functions/src/sources/vendor/limiter.ts'
import { z } from 'zod'

import { timed } from '../lab/timing.ts'
import type { Opening } from './vendorMessages.ts'

const data = z.object({ orders: z.array(z.unknown()), next_page_token: z.string(), total_count: z.int() })

/** A number of calls, and the milliseconds that they took. */
export interface NaiveCalls {
  readonly calls: number
  readonly ms: number
}

/**
 * Reads orders as one does who follows page tokens: one call after another, newest first as the vendor sorts by default, up to
 * `calls` of them. It keeps nothing and writes nothing.
 */
export async function readNaively(
  { url, app, shop, grant }: Opening,
  pageSize: number,
  calls: number,
): Promise<NaiveCalls> {
  const access = async () => ({ accessToken: grant.accessToken, shopCipher: shop.cipher })
  const call = createClient({
    baseUrl: url,
    app,
    authorization: { current: access, renewed: access },
    limiter: new RateLimiter({ atOnce: 1, perSecond: 1_000 }, systemClock),
    fetch,
    clock: systemClock,
    now: () => instantFromMs(Math.floor(systemClock.now())),
  })
  const body = { create_time_ge: 1 }
  let [made, token] = [0, '']
  const { ms } = await timed(async () => {
    do {
      const query = { page_size: String(pageSize), ...(token !== '' && { page_token: token }) }
      const answer = await call({ method: 'POST', path: '/order/202309/orders/search', query, body, data })
      made += answer.calls
      token = answer.data.next_page_token
    } while (token !== '' && made < calls)
  })
  return { calls: made, ms }
}
