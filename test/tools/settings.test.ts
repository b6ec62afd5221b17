import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { functionsEnv } from '../../cli/functionsEnv.ts'
import { checkSettings } from '../../tools/settings.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-env-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(file: string, text: string): void {
  writeFileSync(join(folder, file), text)
}

it('a deploy without files takes the defaults', () => {
  expect(() => checkSettings('shop', folder)).not.toThrow()
})

it('a value that ends at a "#" is refused with its file, its param and the remedy', () => {
  write('.env', 'TIKTOK_SHOP_STATUS_MAP={"#1":"shipped"}\n')
  expect(() => checkSettings('shop', folder)).toThrow(/^functions\/\.env: TIKTOK_SHOP_STATUS_MAP: .*single quotes/)
  write('.env.shop', `TIKTOK_SHOP_STATUS_MAP='{"#1":"shipped"}'\n`)
  expect(() => checkSettings('shop', folder)).not.toThrow()
})

it('the file of the project counts, and of no other', () => {
  write('.env.shop', 'ORDERS_COLLECTION=users/{uid}\n')
  expect(() => checkSettings('other', folder)).not.toThrow()
  expect(() => checkSettings('shop', folder)).toThrow(/^functions\/\.env\.shop: ORDERS_COLLECTION: must be the path/)
})

it('only the local project reads .env.local', () => {
  write('.env.local', 'SYNC_EVERY_MINUTES=soon\n')
  expect(() => checkSettings('shop', folder)).not.toThrow()
  expect(() => checkSettings('demo-tidemark', folder)).toThrow(/^functions\/\.env\.local: SYNC_EVERY_MINUTES: /)
})

it('reads files as firebase-tools does, and repeats no line that it cannot read', () => {
  write('.env', 'A="x\\ny" # note\nexport B = plain # note\n')
  expect(Object.fromEntries([...functionsEnv('shop', folder)].map(([name, { value }]) => [name, value]))).toEqual({
    A: 'x\ny',
    B: 'plain',
  })
  write('.env', 'hunter2 is the password\n')
  expect(() => functionsEnv('shop', folder)).toThrow(/^functions\/\.env has 1 lines that are not NAME=value\./)
})

it('the file of the folder is read, and of a deploy only one that is uploaded', () => {
  write('tidemark.json', '{"orders":{"feilds":{}}}')
  expect(() => checkSettings('shop', folder)).toThrow(/^functions\/tidemark\.json: orders: "feilds" is no setting/)
  write('own.json', '{"region":"europe-west1"}')
  write('.env', 'TIDEMARK_SETTINGS=own.json\n')
  expect(checkSettings('shop', folder).region).toBe('europe-west1')
  write('.env', 'TIDEMARK_SETTINGS=../own.json\n')
  expect(() => checkSettings('shop', folder)).toThrow(/^functions\/\.env: TIDEMARK_SETTINGS: names a file outside/)
})

it('what was a param is asked for as the lines of the file', () => {
  write('.env', `ORDERS_FIELD_MAP='{"orderId":"number"}'\n`)
  expect(() => checkSettings('shop', folder)).toThrow(
    'functions/.env: ORDERS_FIELD_MAP: is no param any more: write {"orders":{"fields":{"orderId":"number"}}} into',
  )
  write('.env', `ORDERS_FIELD_MAP={}\nORDERS_STATUS_MAP='{"en route":"shipped"}'\n`)
  expect(() => checkSettings('shop', folder)).toThrow('{"orders":{"status":{"words":{"en route":"shipped"}}}}')
  write('.env', 'ORDERS_STATUS_MAP=\n')
  expect(() => checkSettings('shop', folder)).not.toThrow()
})

it('a param and the file may not say different things', () => {
  write('tidemark.json', '{"orders":{"collection":"Orders","currency":"EUR"}}')
  write('.env', 'ORDERS_COLLECTION=Orders\nDEFAULT_CURRENCY=USD\n')
  expect(() => checkSettings('shop', folder)).not.toThrow()
  write('.env', 'ORDERS_COLLECTION=purchases\n')
  expect(() => checkSettings('shop', folder)).toThrow(
    /^functions\/\.env: ORDERS_COLLECTION: says something else than orders\.collection .* remove ORDERS_COLLECTION/,
  )
})

it('rules and indexes go to the database that is used', () => {
  write('tidemark.json', '{"database":"shop"}')
  expect(() => checkSettings('shop', folder)).toThrow(
    /write "firestore": \{ "database": "shop", ... \} into firebase\.json/,
  )
  expect(checkSettings('demo-tidemark', folder).database).toBe('shop')
})
