import { FakeSquare } from '../../tools/fakes/square/fakeSquare.ts'
import { fillMerchant } from '../../tools/fakes/square/sample/sampleMerchant.ts'
import { randomFrom } from '../../tools/samples/random.ts'
import { connect } from '../lab/databases.ts'
import { merchantPipelines } from '../../tools/engine/merchantPipelines.ts'
import { change } from './changes.ts'
import { checkMerchant } from './checkMerchant.ts'
import type { MerchantRequest } from './merchantMessages.ts'

/*
 * The vendor, in a process of its own: what answering costs is not taken from the time of whoever asks. Forked by `merchant.ts`, which
 * names the numbers of orders, line items and availabilities, and the time that an answer takes.
 */

const seed = 5
const merchantId = 'BENCHMARK'
const random = randomFrom(seed)

const [count, lineItems, availabilities, latencyMs] = process.argv.slice(2).map(Number)
if (count === undefined || lineItems === undefined || availabilities === undefined || latencyMs === undefined)
  throw new Error('The merchant is started by merchant.ts.')
const app = { clientId: 'benchmark', clientSecret: 'secret-of-the-benchmark' }
const fake = await FakeSquare.start({ app, latencyMs })
const merchant = fake.addMerchant({ id: merchantId })
const filling = { seed, count, lineItems, availabilities, now: Date.now() }
fillMerchant(merchant, filling)
const opening = { url: fake.url, merchantId, accessToken: fake.authorizations.grant(merchantId).accessToken }

process.on('message', (request: MerchantRequest) => void answerTo(request).then((answer) => process.send?.(answer)))
process.on('disconnect', () => process.exit())
process.send?.(opening)

async function answerTo(request: MerchantRequest): Promise<unknown> {
  switch (request.kind) {
    case 'change':
      change(merchant, filling, request.changes, random)
      return null
    case 'calls':
      return fake.calls.splice(0).length
    case 'check':
      // The emulator was started after this process.
      process.env.FIRESTORE_EMULATOR_HOST = request.emulatorHost
      // Nothing here runs on Google's machines, and to find that out takes the client ten seconds.
      process.env.METADATA_SERVER_DETECTION = 'none'
      return checkCached(request.projectId)
  }
}

async function checkCached(projectId: string): Promise<unknown> {
  const db = connect(projectId)
  try {
    return await checkMerchant(db, merchantPipelines(db, opening), merchant)
  } finally {
    await db.terminate()
  }
}
