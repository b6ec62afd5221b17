import { SourceError } from '../../lib/errors.ts'
import type { CallApi } from '../vendor/api.ts'
import { secretNames, squareParams } from './config.ts'
import { readLocations } from './locationList.ts'

/**
 * Makes calls for a merchant by an access token that may be another merchant's: before the first call it asks whose it is. Throws a
 * SourceError (not retryable) where the records would be another merchant's.
 */
export function checkedCalls(call: CallApi, merchantId: string): CallApi {
  let checked: Promise<void> | null = null
  return async (request) => {
    checked ??= assertMerchant(call, merchantId).catch((error: unknown) => {
      // Whoever comes next asks again.
      checked = null
      throw error
    })
    await checked
    return call(request)
  }
}

async function assertMerchant(call: CallApi, merchantId: string): Promise<void> {
  const { data } = await readLocations(call)
  const others = data.locations.flatMap(({ merchant_id: id }) => (id === undefined || id === merchantId ? [] : id))
  const [other] = others
  if (other === undefined) return
  const message = `${secretNames.accessToken} is a token of the merchant ${other}, and ${squareParams.merchants} names ${merchantId}: correct one of them and deploy.`
  throw new SourceError(message, { retryable: false })
}
