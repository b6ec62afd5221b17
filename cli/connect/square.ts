import { randomBytes } from 'node:crypto'

import { connectAccounts } from '../../functions/src/connections/connect.ts'
import type { ConnectionContext } from '../../functions/src/connections/context.ts'
import { secretNames, squareParams, type SquareConfig } from '../../functions/src/sources/square/config.ts'
import { readSquare } from '../../functions/src/config.ts'
import {
  createTokenClient,
  type AuthorizedMerchant,
  type TokenClient,
} from '../../functions/src/sources/square/tokens.ts'
import { printLine, UsageError } from '../commandLine.ts'
import { askForCode, copyingStep, deployedTexts, webhookAddress } from './authorizing.ts'
import { secretOf } from './secrets.ts'

/** The permissions that the app asks for, by the vendor's names: to read, and none to write. */
const scopes = [
  'MERCHANT_PROFILE_READ',
  'ORDERS_READ',
  'PAYMENTS_READ',
  'ITEMS_READ',
  'INVENTORY_READ',
  'CUSTOMERS_READ',
  'EMPLOYEES_READ',
  'VENDOR_READ',
] as const

const productionHost = 'connect.squareup.com'

export interface SquareFlags {
  /** The code, where the merchant has authorized the app already. */
  readonly code?: string | undefined
}

/** Connects the merchant who authorizes the app. */
export async function connectSquare(context: ConnectionContext, project: string, flags: SquareFlags): Promise<void> {
  const { config, appId } = settingsOf(project)
  // Before anybody is sent anywhere: without the key nothing could be stored.
  context.keys()
  const app = { appId, appSecret: await secretOf(project, secretNames.appSecret) }
  const client = createTokenClient({ apiUrl: config.apiUrl, app, fetch })
  const code = flags.code ?? (await codeFromMerchant(config.apiUrl, appId))
  const { id, name, country } = await connectMerchant(context, client, code)
  printLine(`connected: ${name} (${id}${country === null ? '' : `, ${country}`})`)
  printLine('next:')
  printLine(copyingStep(project, squareParams.merchants, config.merchants, [id]))
  printLine(
    `  for webhooks, subscribe ${webhookAddress(project, 'square')} in the Developer Console, and set ` +
      `${squareParams.webhookUrl} to that very address`,
  )
}

/** Connects the merchant by the code that authorizing the app brought. Returns the merchant. */
export async function connectMerchant(
  context: ConnectionContext,
  client: TokenClient,
  code: string,
): Promise<AuthorizedMerchant> {
  const grant = await client.exchange(code)
  const merchant = await client.merchant(grant)
  const { id, name, country } = merchant
  const accounts = [{ account: id, name, region: country, cipher: null }]
  await connectAccounts(context, { source: 'square', owner: id, pair: grant, accounts })
  return merchant
}

function settingsOf(project: string): { config: SquareConfig; appId: string } {
  const config = readSquare(deployedTexts(project))
  if (config === null || config.appId === null) {
    throw new UsageError(
      `Set ${squareParams.appId} in functions/.env.${project}: the Developer Console shows it beside the app's secret. ` +
        `(One merchant of your own needs no app: set ${squareParams.merchants} and the secret ${secretNames.accessToken}.)`,
    )
  }
  return { config, appId: config.appId }
}

/** Sends the merchant to the vendor, and takes what the browser brings back. */
async function codeFromMerchant(apiUrl: string, appId: string): Promise<string> {
  const state = randomBytes(16).toString('base64url')
  const url = new URL('/oauth2/authorize', apiUrl)
  url.searchParams.set('client_id', appId)
  url.searchParams.set('scope', scopes.join(' '))
  // Who is signed in already might be another merchant. Told: the sandbox takes no such wish.
  if (url.host === productionHost) url.searchParams.set('session', 'false')
  url.searchParams.set('state', state)
  return askForCode(url, 'merchant account', state, [
    'The browser then comes to the app’s redirect address, with "code=" in it. A code is good for five minutes, once.',
  ])
}
