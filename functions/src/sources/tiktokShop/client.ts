import { z } from 'zod'

import type { HttpAnswer, HttpRequest } from '../../lib/http.ts'
import { jsonOf, quoted } from '../vendor/answers.ts'
import type { ApiCall, CallApi, Reading } from '../vendor/api.ts'
import { createCalls, type CallOptions } from '../vendor/calls.ts'
import type { AppCredentials, ShopAccess } from './authorization.ts'
import { adviceFor, meaningOf } from './codes.ts'
import { signedUrl } from './signing.ts'

export interface ClientOptions extends CallOptions<ShopAccess> {
  readonly baseUrl: string
  readonly app: AppCredentials
}

/** Makes calls for one shop. A call is signed and sent anew with each try, for its timestamp goes stale. Throws a VendorError. */
export function createClient(options: ClientOptions): CallApi {
  return createCalls(
    {
      name: 'TikTok Shop',
      holder: 'data',
      requestOf: (call, access) => requestOf(options, call, access),
      read: (answer, request, access) => read(answer, secretsIn(options.app, request, access)),
    },
    options,
  )
}

/** `app_key`, `timestamp`, `sign` and `shop_cipher` are added to the call's own query. */
function requestOf({ baseUrl, app, clock }: ClientOptions, call: ApiCall<unknown>, access: ShopAccess): HttpRequest {
  const body = call.body === undefined ? '' : JSON.stringify(call.body)
  const query = {
    ...call.query,
    app_key: app.appKey,
    shop_cipher: access.shopCipher,
    timestamp: String(Math.floor(clock.now() / 1000)),
  }
  return {
    method: call.method,
    url: signedUrl(baseUrl, { path: call.path, query, body }, app.appSecret),
    headers: { 'content-type': 'application/json', 'x-tts-access-token': access.accessToken },
    ...(body !== '' && { body }),
  }
}

function secretsIn(
  { appKey, appSecret }: AppCredentials,
  { url }: HttpRequest,
  { accessToken, shopCipher }: ShopAccess,
): string[] {
  return [appSecret, appKey, accessToken, shopCipher, url.searchParams.get('sign') ?? '']
}

const envelopeSchema = z.object({ code: z.int(), message: z.string().catch(''), data: z.unknown().optional() })

function read({ status, text }: HttpAnswer, secrets: readonly string[]): Reading {
  const envelope = envelopeSchema.safeParse(jsonOf(text)).data
  const code = envelope?.code ?? null
  const meaning = meaningOf(status, code)
  if (envelope === undefined) {
    const what = status === 200 ? 'sent an answer that is cut short or no JSON' : `answered with HTTP status ${status}`
    return { meaning: meaning === 'success' ? 'passing' : meaning, what, code }
  }
  if (meaning !== 'success') return { meaning, what: refusalIn(status, envelope, secrets), code }
  return { meaning, data: envelope.data }
}

/** The vendor's refusal in its own words, without what nobody may see. */
function refusalIn(
  status: number,
  { code, message }: z.infer<typeof envelopeSchema>,
  secrets: readonly string[],
): string {
  const advice = adviceFor(code)
  const words = `answered with code ${code} and HTTP status ${status}: "${quoted(message, secrets)}"`
  return advice === undefined ? words : `${words}; ${advice}`
}
