/** The credentials of a call for one shop: the access token and the shop's cipher. */
export interface ShopAccess {
  readonly accessToken: string
  readonly shopCipher: string
}

/** One shop's right to call the API. */
export interface Authorization {
  readonly shopId: string
  /** The present access token and the shop's cipher. */
  current(): Promise<ShopAccess>
  /**
   * Called once behind an answer that says that `expired` has expired: gets a newer one, whoever fetched it. Throws a SourceError
   * (not retryable) where the authorization was revoked.
   */
  renewed(expired: string): Promise<ShopAccess>
}

/** The app that shops authorize. */
export interface AppCredentials {
  readonly appKey: string
  readonly appSecret: string
}
