import type { Authorization, Credentials } from '../vendor/api.ts'

/** The credentials of a call for one shop: the access token and the shop's cipher. */
export interface ShopAccess extends Credentials {
  readonly shopCipher: string
}

/** One shop's right to call the API. */
export type ShopAuthorization = Authorization<ShopAccess>

/** The app that shops authorize. */
export interface AppCredentials {
  readonly appKey: string
  readonly appSecret: string
}
