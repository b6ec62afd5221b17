import { describe, expect, it } from 'vitest'

import { SettingError } from '../functions/src/lib/errors.ts'
import { readAccessParams, readConfig } from '../functions/src/config.ts'

it('every param has a default', () => {
  expect(readConfig({})).toMatchObject({
    firestoreSource: { collection: 'orders', createdAtField: 'timestamp', changeFeed: true },
    operatingSeasons: false,
    everyMinutes: 15,
    timeZone: 'UTC',
    fullRunEveryMs: null,
    revalidateAfterMs: 1_350_000,
  })
})

it('reads what is set', () => {
  const texts = {
    ORDERS_COLLECTION: 'shops/main/orders',
    CHANGE_FEED: 'false',
    SYNC_EVERY_MINUTES: '5',
    TIME_ZONE: 'Asia/Kathmandu',
  }
  expect(readConfig(texts)).toMatchObject({
    firestoreSource: { collection: 'shops/main/orders', changeFeed: false },
    everyMinutes: 5,
    timeZone: 'Asia/Kathmandu',
    revalidateAfterMs: 450_000,
  })
})

it('a shop may have no orders in Firestore, if another source is on', () => {
  const texts = { ORDERS_COLLECTION: '', TIKTOK_SHOP_APP_KEY: '6abc' }
  expect(readConfig({ ...texts, TIKTOK_SHOPS: '7495' })).toMatchObject({
    firestoreSource: null,
    tiktokShop: { shops: ['7495'] },
  })
  expect(() => readConfig(texts)).toThrow(/^ORDERS_COLLECTION: is empty/)
})

describe('a setting that cannot be used is refused by its name', () => {
  it.each([
    ['TIKTOK_SHOP_STATUS_MAP', '{"sent', /must be a JSON object.*single quotes.*"#"/],
    ['ORDERS_COLLECTION', '', /is empty, and no other source is on.*TIKTOK_SHOPS/],
    ['ORDERS_COLLECTION', 'shops/main', /must be the path/],
    ['ORDERS_COLLECTION', 'sync_feed', /is a collection that Tidemark itself writes/],
    ['ORDERS_COLLECTION', 'users/{uid=**}/orders', /must be the path/],
    ['ORDERS_COLLECTION', 'users/*/orders', /must be the path/],
    ['ORDERS_CHANGED_AT_FIELD', 'a..b', /field path/],
    ['DEFAULT_CURRENCY', 'dollars', /three letters/],
    ['SYNC_EVERY_MINUTES', '15 minutes', /whole number/],
    ['LOOKBACK_SECONDS', '', /whole number/],
    ['TIME_ZONE', 'Auckland', /IANA time zone like Pacific\/Auckland/],
    ['TIME_ZONE', '+13:00', /IANA time zone/],
    ['TIME_ZONE', '', /IANA time zone/],
    ['CHANGE_FEED', 'yes', /true or false/],
    ['OPERATING_SEASONS', 'yes', /true or false/],
    ['SCHEDULE_ADAPTIVE_MINUTES', '7', /5-60/],
  ])('%s=%s', (name, text, problem) => {
    const read = (): unknown => readConfig({ [name]: text })
    expect(read).toThrow(SettingError)
    expect(read).toThrow(new RegExp(`^${name}: `))
    expect(read).toThrow(problem)
  })
})

it('who may call can be read whatever is set', () => {
  const own = {
    SCHEDULER_SERVICE_ACCOUNTS: ' a@x , b@x,',
    OIDC_AUDIENCES: 'https://shop.example',
    TIDEMARK_SETTINGS: 'nowhere.json',
  }
  expect(readAccessParams(own, 'shop', 'us-central1')).toEqual({
    schedulerAccounts: ['a@x', 'b@x'],
    oidcAudiences: ['https://shop.example'],
  })
  expect(readAccessParams({}, 'shop', 'us-central1').schedulerAccounts).toEqual([
    'tidemark-scheduler@shop.iam.gserviceaccount.com',
  ])
})
