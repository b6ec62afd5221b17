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
