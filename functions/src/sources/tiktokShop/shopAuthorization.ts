import { SourceError } from '../../lib/errors.ts'
import type { Access, AccountAccess } from '../../model/connection.ts'
import type { ShopAccess, ShopAuthorization } from './authorization.ts'

/** A connected account as the shop's right to call the API. */
export function shopAuthorization(shopId: string, access: AccountAccess): ShopAuthorization {
  const ofShop = ({ accessToken, cipher }: Access): ShopAccess => {
    if (cipher !== null) return { accessToken, shopCipher: cipher }
    const message = `The shop ${shopId} was connected without its cipher: npm run connect -- tiktok`
    throw new SourceError(message, { retryable: false })
  }
  return {
    current: async () => ofShop(await access.current()),
    renewed: async (expired) => ofShop(await access.renewed(expired)),
  }
}
