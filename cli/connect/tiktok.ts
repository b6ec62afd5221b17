import { randomBytes } from 'node:crypto'

import { connectAccounts } from '../../functions/src/connections/connect.ts'
import type { ConnectionContext } from '../../functions/src/connections/context.ts'
import { readTikTokShop } from '../../functions/src/config.ts'
import { secretNames, tiktokShopParams, type TikTokShopConfig } from '../../functions/src/sources/tiktokShop/config.ts'
import { signatureOf } from '../../functions/src/sources/tiktokShop/signing.ts'
import {
  createTokenClient,
  type AuthorizedShop,
  type TokenClient,
} from '../../functions/src/sources/tiktokShop/tokens.ts'
import { printLine, UsageError } from '../commandLine.ts'
import { askForCode, copyingStep, deployedTexts, webhookAddress } from './authorizing.ts'
import { secretOf } from './secrets.ts'

/** The page on which sellers authorize an app. Sellers in the United States have a host of their own. */
const authorizeUrl = 'https://services.tiktokshop.com/open/authorize'
const usHost = 'services.us.tiktokshop.com'

export interface TikTokFlags {
  /** The code, where the seller has authorized the app already. */
  readonly code?: string | undefined
  /** The shops to connect; all where none is named. */
  readonly shop?: readonly string[] | undefined
}

/** Connects the shops of a seller who authorizes the app. */
export async function connectTikTok(context: ConnectionContext, project: string, flags: TikTokFlags): Promise<void> {
  const { config, serviceId } = settingsOf(project)
  // Before anybody is sent anywhere: without the key nothing could be stored.
  context.keys()
  const client = tokenClientOf(config, await secretOf(project, secretNames.tiktokShopApp))
  const code = flags.code ?? (await codeFromSeller(serviceId))
  const shops = await connectSeller(context, client, code, flags.shop)
  for (const { name, id, region: place } of shops) printLine(`connected: ${name} (${id}${place ? `, ${place}` : ''})`)
  for (const line of nextSteps(project, config, shops)) printLine(line)
}

/** Connects a seller's shops (all, or those of `wanted`) by the code that authorizing the app brought. Returns them. */
export async function connectSeller(
  context: ConnectionContext,
  client: TokenClient,
  code: string,
  wanted: readonly string[] = [],
): Promise<readonly AuthorizedShop[]> {
  const grant = await client.exchange(code)
  const shops = chosenFrom(await client.shops(grant.accessToken), wanted)
  const accounts = shops.map(({ id, name, region: place, cipher }) => ({ account: id, name, region: place, cipher }))
  await connectAccounts(context, { source: 'tiktokShop', owner: grant.openId, pair: grant, accounts })
  return shops
}

function settingsOf(project: string): { config: TikTokShopConfig; serviceId: string } {
  const texts = deployedTexts(project)
  const config = readTikTokShop(texts)
  if (config === null)
    throw new UsageError(
      `Set ${tiktokShopParams.appKey} in functions/.env.${project}: Partner Center shows it beside the app's secret.`,
    )
  return { config, serviceId: texts[tiktokShopParams.serviceId] ?? '' }
}

/** The vendor's endpoints of tokens, as the app calls them. */
export function tokenClientOf(
  { appKey, authUrl, apiUrl }: Pick<TikTokShopConfig, 'appKey' | 'authUrl' | 'apiUrl'>,
  appSecret: string,
): TokenClient {
  return createTokenClient({
    authUrl,
    apiUrl,
    app: { appKey, appSecret },
    fetch,
    now: () => Date.now(),
    sign: (parts) => signatureOf(parts, appSecret),
  })
}

/** Sends the seller to the vendor, and takes what the browser brings back. */
async function codeFromSeller(serviceId: string): Promise<string> {
  if (serviceId === '') {
    throw new UsageError(
      `Set ${tiktokShopParams.serviceId}: the number at the end of the app's authorization link in Partner Center. ` +
        'Or give the code with --code.',
    )
  }
  const state = randomBytes(16).toString('base64url')
  const url = new URL(authorizeUrl)
  url.searchParams.set('service_id', serviceId)
  url.searchParams.set('state', state)
  return askForCode(url, 'shop', state, [
    `(A shop in the United States: the same at ${usHost}.)`,
    'The browser then comes to the app’s redirect address, with "code=" in it. A code is good for half an hour, once.',
  ])
}

/** The shops that are asked for; all where none is. Throws a UsageError that lists those there are. */
export function chosenFrom(shops: readonly AuthorizedShop[], wanted: readonly string[]): readonly AuthorizedShop[] {
  if (shops.length === 0) throw new UsageError('The authorization is for no shop.')
  const chosen = wanted.length === 0 ? shops : shops.filter(({ id }) => wanted.includes(id))
  const missing = wanted.filter((id) => !shops.some((shop) => shop.id === id))
  if (missing.length === 0) return chosen
  const known = shops.map(({ id, name }) => `${name} (${id})`).join(', ')
  throw new UsageError(`The authorization is not for ${missing.join(', ')}. It is for: ${known}.`)
}

function nextSteps(project: string, config: TikTokShopConfig, shops: readonly AuthorizedShop[]): string[] {
  const connected = shops.map(({ id }) => id)
  return [
    'next:',
    copyingStep(project, tiktokShopParams.shops, config.shops, connected),
    `  Partner Center's webhooks belong at ${webhookAddress(project, 'tiktokShop')}`,
  ]
}
