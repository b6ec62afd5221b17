import { SourceError } from '../../lib/errors.ts'
import type { AccountAccess } from '../../model/connection.ts'
import type { Authorization, Credentials } from '../vendor/api.ts'
import { secretNames } from './config.ts'

/** A connected merchant's right to call the API. */
export function connectedMerchant(access: AccountAccess): Authorization<Credentials> {
  return {
    current: async () => ({ accessToken: (await access.current()).accessToken }),
    renewed: async (expired) => ({ accessToken: (await access.renewed(expired)).accessToken }),
  }
}

/** The right of a merchant's own access token, which nobody renews. */
export function ownToken(accessToken: () => string): Authorization<Credentials> {
  return {
    current: async () => ({ accessToken: accessToken() }),
    renewed: async () => {
      const message = `Square does not take ${secretNames.accessToken}: set the secret to the token that the Developer Console shows, and deploy.`
      throw new SourceError(message, { retryable: false })
    },
  }
}
