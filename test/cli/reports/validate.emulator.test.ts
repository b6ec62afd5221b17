import { execFile } from 'node:child_process'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { projectRoot } from '../../../cli/paths.ts'
import { alertRef } from '../../../functions/src/cache/paths.ts'
import { FakeSquare } from '../../../tools/fakes/square/fakeSquare.ts'
import type { FakeMerchant } from '../../../tools/fakes/square/merchant.ts'
import { fillMerchant } from '../../../tools/fakes/square/sample/sampleMerchant.ts'
import { placeOrder } from '../../../tools/fakes/square/trade/trade.ts'
import { startAdminServer, type AdminServer } from '../../harness/adminServer.ts'
import { databaseOf, freshProject } from '../../harness/firestore.ts'

/* The command, as somebody runs it, against a stand-in for the vendor. */

const app = { clientId: 'app', clientSecret: 'secret' }
const merchantId = 'MREPORTS'
const project = freshProject()
const db = databaseOf(project)
let fake: FakeSquare
let merchant: FakeMerchant
let admin: AdminServer
let token: string

beforeAll(async () => {
  fake = await FakeSquare.start({ app, now: Date.now })
  merchant = fake.addMerchant({ id: merchantId })
  fillMerchant(merchant, { seed: 3, count: 120, now: Date.now() })
  token = fake.authorizations.grant(merchantId).accessToken
  admin = await startAdminServer({
    db,
    secrets: { SQUARE_ACCESS_TOKEN: token },
    sources: {
      square: {
        merchants: [merchantId],
        appId: null,
        apiUrl: fake.url,
        callsAtOnce: 5,
        statusMap: {},
        webhookUrl: null,
      },
    },
  })
  for (let n = 0; n < 2; n++) {
    await admin.fetch('syncOrders', { method: 'POST' })
    await admin.drain()
  }
})
afterAll(async () => {
  await admin.stop()
  await fake.stop()
})

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      GCLOUD_PROJECT: project,
      SQUARE_MERCHANTS: merchantId,
      SQUARE_API_URL: fake.url,
      SQUARE_ACCESS_TOKEN: token,
    }
    execFile(
      process.execPath,
      [join(projectRoot, 'cli/reports.ts'), ...args],
      { cwd: projectRoot, env },
      (error, out, err) => {
        expect(out + err).not.toContain(token)
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
      },
    )
  })
}

const alert = (): Promise<unknown> =>
  alertRef(db, `square.${merchantId}.payments`, 'figures-differ')
    .get()
    .then((one) => (one.exists && one.get('closedAt') === null ? one.get('message') : null))

describe('npm run reports -- validate', () => {
  it('explains itself, and refuses what it does not know', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--days N') as unknown })
    expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining('Name a command') as unknown })
    expect(await run('validate', '--days', '0')).toMatchObject({ code: 2 })
  })

  it('finds two years of payments as the vendor has them', async () => {
    const { code, out } = await run('validate', '--days', '800', '--json')
    const { merchants } = JSON.parse(out) as {
      merchants: { lines: { vendor: unknown; cache: unknown }[]; differences: unknown[] }[]
    } // As it prints it.
    const [own] = merchants
    expect(own?.lines.length).toBeGreaterThan(50)
    for (const { vendor, cache } of own?.lines ?? []) expect(cache).toEqual(vendor)
    expect({
      code,
      unexplained: own?.differences.filter((one) => (one as { explanation: unknown }).explanation === null),
    }).toEqual({
      code: 0,
      unexplained: [],
    })
    expect(await alert()).toBeNull()
  })

  it('explains what came after the last run, and alarms what nobody can', async () => {
    const locationId = [...merchant.locations.keys()][0] ?? ''
    placeOrder(merchant, { locationId, lines: [{ name: 'Tea', quantity: '1', price: 500 }] })
    const late = await run('validate')
    expect(late).toMatchObject({ code: 0, out: expect.stringContaining('it changed after the last run') as unknown })
    const record = merchant.payments.get([...merchant.payments.ids()][0] ?? '')
    if (record === undefined) throw new Error('It has payments.')
    // The vendor changes an amount without a word of when.
    merchant.payments.put({
      ...record,
      rest: { ...(record.rest as object), total_money: { amount: 1, currency: 'USD' } },
    })
    const wrong = await run('validate', '--days', '800')
    expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining('UNEXPLAINED') as unknown })
    expect(await alert()).toMatch(/^\d+ payments or orders differ/)
  })
})
