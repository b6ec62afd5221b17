import { z } from 'zod'

import type { FakeRequest } from '../../http.ts'
import type { Authorizations } from '../authorizations.ts'
import type { Members } from '../records.ts'
import { invalid, unauthorized } from '../refusal.ts'
import { bodyOf } from '../requests.ts'
import { timeText } from '../times.ts'

/** The application, as the vendor knows it. */
export interface SquareApp {
  readonly clientId: string
  readonly clientSecret: string
}

const clientSchema = { client_id: z.string(), client_secret: z.string() }
const tokenSchema = z.discriminatedUnion('grant_type', [
  z.strictObject({
    ...clientSchema,
    grant_type: z.literal('authorization_code'),
    code: z.string(),
    redirect_uri: z.string().optional(),
  }),
  z.strictObject({ ...clientSchema, grant_type: z.literal('refresh_token'), refresh_token: z.string() }),
])

/** Gives tokens for a code or a refresh token. Errors are worded as the API's own; told only that they are here, too. */
export function obtainToken(app: SquareApp, authorizations: Authorizations, request: FakeRequest): Members {
  const wanted = bodyOf(request, tokenSchema)
  if (wanted.client_id !== app.clientId || wanted.client_secret !== app.clientSecret) {
    throw unauthorized('UNAUTHORIZED', 'client_id or client_secret is wrong.')
  }
  const { accessToken, refreshToken, merchantId, expiresAtMs } =
    wanted.grant_type === 'authorization_code'
      ? authorizations.exchange(wanted.code)
      : authorizations.refresh(wanted.refresh_token)
  return {
    access_token: accessToken,
    token_type: 'bearer',
    expires_at: timeText(expiresAtMs),
    merchant_id: merchantId,
    refresh_token: refreshToken,
    short_lived: false,
  }
}

const revokeSchema = z.strictObject({
  client_id: z.string(),
  access_token: z.string().optional(),
  merchant_id: z.string().optional(),
  revoke_only_access_token: z.boolean().optional(),
})

/** Takes tokens back: those of the merchant that is named, or whose access token is. Returns the merchant whose tokens are all gone. */
export function revokeToken(app: SquareApp, authorizations: Authorizations, request: FakeRequest): string | null {
  const { client_id, access_token, merchant_id, revoke_only_access_token } = bodyOf(request, revokeSchema)
  if (client_id !== app.clientId || request.headers.authorization !== `Client ${app.clientSecret}`) {
    throw unauthorized('UNAUTHORIZED', 'client_id or the secret of the Authorization header is wrong.')
  }
  if ((access_token === undefined) === (merchant_id === undefined)) {
    throw invalid('BAD_REQUEST', 'Either access_token or merchant_id is required.')
  }
  const merchantId = merchant_id ?? authorizations.merchantOf(access_token ?? '')
  if (merchantId === null) throw unauthorized('UNAUTHORIZED', 'The access token is unknown.')
  const onlyToken = revoke_only_access_token === true ? access_token : undefined
  authorizations.revoke(merchantId, onlyToken)
  return onlyToken === undefined ? merchantId : null
}
