import { describe, expect, it } from 'vitest'

import { functionsToDeploy, type Manifest } from './discover.ts'

/*
 * Secrets are bound to the functions that read them, and only where the source that needs them is on: a secret that is
 * defined has to exist at the deploy.
 */

const discover = functionsToDeploy()

/** The secrets that a function is bound to. */
function boundIn({ endpoints }: Manifest, name: string): string[] {
  const bound = (endpoints[name]?.secretEnvironmentVariables ?? []) as readonly { readonly key: string }[]
  return bound.map(({ key }) => key).toSorted()
}

/** The functions that are bound to secrets, each with its own. */
const secretsByFunction = (found: Manifest): Record<string, string[]> =>
  Object.fromEntries(
    Object.keys(found.endpoints)
      .map((name) => [name, boundIn(found, name)] as const)
      .filter(([, secrets]) => secrets.length > 0),
  )

/** The secrets that a deploy asks for. */
const asked = ({ params }: Manifest): string[] =>
  params
    .filter(({ type }) => type === 'secret')
    .map(({ name }) => name)
    .toSorted()

/** The functions that copy, and that start copying, each with the same secrets. */
const copying = (secrets: readonly string[]) =>
  Object.fromEntries(['fullSync', 'requestedSync', 'startSync', 'syncOrders'].map((name) => [name, secrets]))

it('a shop without a vendor is asked for none, and binds none', async () => {
  const found = await discover()
  expect([asked(found), secretsByFunction(found)]).toEqual([[], {}])
})

it('TikTok Shop needs its app’s secret and the key of the tokens where it copies, the secret alone for webhooks', async () => {
  const found = await discover({ TIKTOK_SHOP_APP_KEY: '6abc' })
  const secrets = ['CONNECTION_KEY', 'TIKTOK_SHOP_APP_SECRET']
  expect(asked(found)).toEqual(secrets)
  // Webhooks read no shop, and open no token.
  expect(secretsByFunction(found)).toEqual({ ...copying(secrets), webhooks: ['TIKTOK_SHOP_APP_SECRET'] })
})

describe('Square', () => {
  it('with an access token of the merchant’s own needs that alone', async () => {
    const found = await discover({ SQUARE_MERCHANTS: 'ML1' })
    expect(secretsByFunction(found)).toEqual(copying(['SQUARE_ACCESS_TOKEN']))
  })

  it('with an app and webhooks needs the app’s secret, the key of the tokens, and the one of the signatures', async () => {
    const found = await discover({
      SQUARE_MERCHANTS: 'ML1',
      SQUARE_APP_ID: 'sq0idp-abc',
      SQUARE_WEBHOOK_URL: 'https://example.com/webhooks/square',
    })
    expect(secretsByFunction(found)).toEqual({
      ...copying(['CONNECTION_KEY', 'SQUARE_APP_SECRET']),
      webhooks: ['SQUARE_WEBHOOK_SIGNATURE_KEY'],
    })
  })
})
